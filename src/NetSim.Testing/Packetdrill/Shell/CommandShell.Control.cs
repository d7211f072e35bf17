using System.Globalization;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Shell;

/// <content>The order in which commands run: conditions, pipes, and scripts that call scripts.</content>
internal sealed partial class CommandShell
{
    private const int DeepestScript = 8;

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>Where the commands are within an <c>if</c>.</summary>
    private sealed class Branch(bool runsAround)
    {
        public bool RunsAround { get; } = runsAround;

        public bool Runs { get; set; } = runsAround;

        public bool WasTaken { get; set; }
    }

    private bool RunAll(string text, IReadOnlyList<string> arguments) => RunAll(text, arguments, out _);

    private bool RunAll(string text, IReadOnlyList<string> arguments, out string output)
    {
        output = "";
        var succeeded = true;
        var branches = new Stack<Branch>();
        var parser = new ShellParser(text, word => Expand(word, arguments, succeeded), Substitute);
        bool Runs() => branches.Count == 0 || branches.Peek().Runs;
        while (parser.Next(Runs()) is { } pipeline)
        {
            while (pipeline.Keyword is { } keyword)
            {
                Turn(keyword, branches, succeeded);
                pipeline = ShellParser.AfterKeyword(pipeline);
            }

            var isDue = pipeline.Condition switch
            {
                ShellCondition.IfSucceeded => succeeded,
                ShellCondition.IfFailed => !succeeded,
                _ => true,
            };
            if (!Runs() || !isDue || pipeline.Commands.All(words => words.Count == 0))
                continue;
            if (pipeline.Commands[0] is ["exit" or "return", ..])
                return pipeline.Commands[0] is not [_, var code] || code == "0";
            succeeded = RunPipeline(pipeline, out var text1) != pipeline.IsNegated;
            output += text1;
        }

        return succeeded;
    }

    private static void Turn(string keyword, Stack<Branch> branches, bool succeeded)
    {
        if (keyword == "if")
        {
            branches.Push(new Branch(branches.Count == 0 || branches.Peek().Runs));
            return;
        }

        if (!branches.TryPeek(out var branch))
            throw new ScriptUnsupportedException($"{keyword} without if");
        switch (keyword)
        {
            case "then":
                branch.Runs = branch.Runs && succeeded;
                branch.WasTaken |= branch.Runs;
                break;
            case "elif" or "else":
                branch.Runs = branch.RunsAround && !branch.WasTaken;
                break;
            default:
                branches.Pop();
                break;
        }
    }

    private bool RunPipeline(ShellPipeline pipeline, out string output)
    {
        output = "";
        var succeeded = true;
        for (var i = 0; i < pipeline.Commands.Count; i++)
        {
            var words = pipeline.Commands[i];
            if (words.Count == 0)
                continue;
            if (words is [var assignment] && IsAssignment(assignment))
            {
                var parts = assignment.Split('=', 2);
                _variables[parts[0]] = parts[1];
                continue;
            }

            (succeeded, output) = i == 0 ? (RunFirst(words, pipeline.OutputFile, out var text), text) : Filter(words, output);
        }

        return succeeded;
    }

    private static bool IsAssignment(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var end && word[..end].All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private bool RunScript(string path, IReadOnlyList<string> arguments)
    {
        if (Path.GetFileName(path).StartsWith("sysctl_restore", StringComparison.Ordinal))
            return true; // undoes what set_sysctls.py did: each script has a stack of its own
        if (folder is null || ++_depth > DeepestScript)
            throw new ScriptUnsupportedException($"the shell script {path}");
        var file = Path.GetFullPath(path, folder);
        if (!File.Exists(file))
            throw new ScriptUnsupportedException($"the shell script {path}, which is not there");
        var succeeded = RunAll(File.ReadAllText(file), [path, .. arguments]);
        _depth--;
        return succeeded;
    }

    /// <summary><c>$name</c>: what a script has set, or the shell itself.</summary>
    private string Expand(string name, IReadOnlyList<string> arguments, bool succeeded)
    {
        if (name == "?")
            return succeeded ? "0" : "1";
        if (name is "PPID" or "$")
            return "1";
        if (name is "@" or "*")
            return string.Join(' ', arguments.Skip(1));
        if (name == "#")
            return Math.Max(0, arguments.Count - 1).ToString(CultureInfo.InvariantCulture);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return index < arguments.Count ? arguments[index] : "";
        return _variables.GetValueOrDefault(name, "");
    }

    /// <summary><c>$(command)</c>: what it writes.</summary>
    private string Substitute(string command)
    {
        RunAll(command, [], out var output);
        return output.TrimEnd('\n');
    }

    /// <summary>test, and its brackets.</summary>
    private bool Test(IReadOnlyList<string> words)
    {
        var operands = words.Skip(1).Where(word => word is not ("]" or "]]")).ToList();
        var isNegated = operands is ["!", ..];
        if (isNegated)
            operands.RemoveAt(0);
        bool? result = operands switch
        {
            [] => false,
            [var text] => text.Length > 0,
            ["-n", var text] => text.Length > 0,
            ["-z", var text] => text.Length == 0,
            ["-f" or "-e" or "-r" or "-w" or "-d" or "-x", var file] => file.StartsWith(ProcessRoot, StringComparison.Ordinal) && _sysctls.Has(NameOf(file)),
            [var left, "=" or "==", var right] => left == right,
            [var left, "!=", var right] => left != right,
            [var left, var comparison, var right] => Compare(comparison, Number(left, left), Number(right, right)),
            _ => null,
        };
        return (result ?? throw new ScriptUnsupportedException(string.Join(' ', words))) != isNegated;
    }

    private static bool? Compare(string comparison, int left, int right) => comparison switch
    {
        "-eq" => left == right,
        "-ne" => left != right,
        "-lt" => left < right,
        "-le" => left <= right,
        "-gt" => left > right,
        "-ge" => left >= right,
        _ => null,
    };
}
