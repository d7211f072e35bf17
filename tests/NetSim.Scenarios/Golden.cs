namespace NetSim.Scenarios;

/// <summary>Expected results that are files, rewritten only with NETSIM_ACCEPT=1.</summary>
internal static class Golden
{
    /// <summary>Compares a text with the file <c>Expected/name</c> beside this one.</summary>
    public static void Verify(string name, string actual) =>
        VerifyFile(Path.Combine("tests", "NetSim.Scenarios", "Expected", name), actual);

    /// <summary>Compares a text with a file of the repository.</summary>
    public static void VerifyFile(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, name);
        if (Environment.GetEnvironmentVariable("NETSIM_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        File.Exists(path).Should().BeTrue($"{name} is what the result is compared with; NETSIM_ACCEPT=1 writes it");
        var expected = File.ReadAllLines(path);
        var lines = actual.Split('\n');
        for (var i = 0; i < Math.Min(expected.Length, lines.Length); i++)
            lines[i].TrimEnd('\r').Should().Be(expected[i], $"that is line {i + 1} of {name}; if the new result is right, accept it with NETSIM_ACCEPT=1");
        lines.Should().HaveCount(expected.Length + (actual.EndsWith('\n') ? 1 : 0), $"{name} has so many lines");
    }
}
