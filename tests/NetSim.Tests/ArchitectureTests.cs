using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Tracing;

namespace NetSim.Tests;

/// <summary>What docs/ARCHITECTURE.md says about the code, checked.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 450;

    private static readonly string[] NamesThatSayNothing = ["Utils", "Common", "Helpers", "Core", "Base", "Internal"];

    // The parts of one table, which would be lost among the other files of its namespace.
    private static readonly string[] FoldersOfParts = ["Tracing/Reasons"];

    private static readonly string Root = FindRoot();
    private static readonly string Library = Path.Combine(Root, "src", "NetSim");

    [Fact]
    public void A_folder_uses_only_what_its_row_of_the_table_names()
    {
        var mayUse = ReadTable();
        var violations =
            from file in SourceFiles(Library)
            let folder = FolderOf(file)
            where folder is not null
            from used in FoldersNamedIn(File.ReadAllText(file)).Distinct()
            where used != folder && !mayUse[folder].Contains(used)
            select $"{Path.GetRelativePath(Root, file)} uses {used}";

        violations.Should().BeEmpty();
    }

    [Fact]
    public void The_table_has_a_row_for_every_folder_and_no_cycle()
    {
        var table = ReadTable();
        var folders = SourceFiles(Library).Select(FolderOf).OfType<string>().Distinct();

        table.Keys.Should().Contain(folders);
        var above = new List<string>();
        foreach (var (folder, used) in table)
        {
            used.Should().BeSubsetOf(above, "the rows go from the lowest folder to the highest, and {0} comes after what it uses", folder);
            above.Add(folder);
        }
    }

    [Theory]
    [InlineData("using NetSim.Stack.Tcp;", "Stack")]
    [InlineData("using Segment = NetSim.Packets.Tcp.TcpSegment;", "Packets")]
    [InlineData("var x = new global::NetSim.Links.Link();", "Links")]
    [InlineData("x(); // as NetSim.Stack does", null)]
    [InlineData("namespace NetSim;", null)]
    public void A_reference_is_found_wherever_code_has_it(string line, string? folder) =>
        FoldersNamedIn(line).Should().Equal(folder is null ? [] : [folder]);

    [Fact]
    public void Every_reason_is_given_somewhere()
    {
        var names = new[] { typeof(Reason), typeof(DropReason) }.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly));

        Unnamed(names, SourceFiles(Path.Combine(Root, "src")).Where(file => !file.Contains(FoldersOfParts[0].Replace('/', Path.DirectorySeparatorChar), StringComparison.Ordinal)))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_TCP_option_has_an_effect()
    {
        string[] tables = ["TcpOptions.cs", "TcpProfile.cs"];

        Unnamed(
            typeof(TcpOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            SourceFiles(Path.Combine(Library, "Stack", "Tcp")).Where(file => !tables.Contains(Path.GetFileName(file))),
            prefix: "ptions.").Should().BeEmpty();
    }

    /// <summary>The members that no file names.</summary>
    private static IEnumerable<string> Unnamed(IEnumerable<MemberInfo> members, IEnumerable<string> files, string prefix = "")
    {
        var code = string.Concat(files.Select(File.ReadAllText));
        return members.Select(member => member.Name).Where(name => !Regex.IsMatch(code, $@"{Regex.Escape(prefix)}\b{name}\b"));
    }

    [Fact]
    public void A_namespace_is_named_as_its_folder()
    {
        var violations =
            from file in SourceFiles(Library)
            let path = Path.GetRelativePath(Library, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/')
            let folder = FoldersOfParts.Contains(path) ? Path.GetDirectoryName(path)! : path
            let expected = folder == "." ? "NetSim" : $"NetSim.{folder.Replace('/', '.')}"
            let match = Namespace().Match(File.ReadAllText(file))
            where match.Success && match.Groups[1].Value != expected
            select $"{Path.GetRelativePath(Root, file)} is in {match.Groups[1].Value}";

        violations.Should().BeEmpty();
    }

    [Fact]
    public void No_file_is_too_long()
    {
        var violations =
            from folder in new[] { "src", "tests", "samples" }
            from file in SourceFiles(Path.Combine(Root, folder))
            let lines = File.ReadLines(file).Count()
            where lines > MostLines
            select $"{Path.GetRelativePath(Root, file)}: {lines} lines";

        violations.Should().BeEmpty();
    }

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        var violations = SourceFiles(Library)
            .Select(file => Path.GetRelativePath(Library, Path.GetDirectoryName(file)!))
            .Distinct()
            .Where(folder => folder.Split(Path.DirectorySeparatorChar).Intersect(NamesThatSayNothing, StringComparer.OrdinalIgnoreCase).Any());

        violations.Should().BeEmpty();
    }

    [Fact]
    public void Simulations_share_no_state_that_changes()
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var violations =
            from type in typeof(Simulation).Assembly.GetTypes()
            where !type.IsDefined(typeof(CompilerGeneratedAttribute)) // caches of delegates
            from field in type.GetFields(statics)
            where !field.IsLiteral && !(field.IsInitOnly && IsConstant(field))
            select $"{type}.{field.Name}";

        violations.Should().BeEmpty();
    }

    /// <summary>Whether a readonly field holds what never changes. Private arrays are taken for tables of constants.</summary>
    private static bool IsConstant(FieldInfo field)
    {
        var type = field.FieldType;
        if (type.IsArray)
            return field.IsPrivate;
        return type.Assembly == typeof(Simulation).Assembly
            ? !HasFieldsThatChange(type)
            : type.Namespace is not ("System.Collections.Generic" or "System.Collections.Concurrent") && type != typeof(Random) && type != typeof(StringBuilder);
    }

    private static bool HasFieldsThatChange(Type? type)
    {
        const BindingFlags instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type is not null && (type.GetFields(instance).Any(field => !field.IsInitOnly && !type.IsEnum) || HasFieldsThatChange(type.BaseType));
    }

    private static OrderedDictionary<string, string[]> ReadTable()
    {
        var table = new OrderedDictionary<string, string[]>();
        var rows = File.ReadLines(Path.Combine(Root, "docs", "ARCHITECTURE.md"))
            .SkipWhile(line => !line.StartsWith("| folder | may use |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        foreach (var row in rows)
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            table.Add(cells[0], cells[1] == "nothing" ? [] : cells[1].Split(", "));
        }

        table.Should().NotBeEmpty("docs/ARCHITECTURE.md holds the table");
        return table;
    }

    private static IEnumerable<string> FoldersNamedIn(string code) =>
        Reference().Matches(Comment().Replace(code, "")).Select(match => match.Groups[1].Value);

    private static string? FolderOf(string file)
    {
        var parts = Path.GetRelativePath(Library, file).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : null;
    }

    private static IEnumerable<string> SourceFiles(string folder) => !Directory.Exists(folder) ? [] :
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
        select file;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetSim.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds NetSim.sln.");
    }

    [GeneratedRegex(@"\bNetSim\.(\w+)(?<!^\s*namespace\s+NetSim\.\w+)", RegexOptions.Multiline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
