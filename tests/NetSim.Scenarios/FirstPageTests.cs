namespace NetSim.Scenarios;

/// <summary>samples/FirstPage: the README's first code.</summary>
public sealed class FirstPageTests
{
    [Fact]
    public void It_has_fewer_than_40_lines_and_is_the_first_code_of_the_readme()
    {
        var code = File.ReadAllText(Path.Combine(Repository.Root, "samples", "FirstPage", "Program.cs")).ReplaceLineEndings("\n");
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

        code.Split('\n').Should().HaveCountLessThan(40);
        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)].Should().Be(code);
    }
}
