using System.Globalization;

namespace NetSim.Compare;

/// <summary>A program that runs workloads.</summary>
/// <param name="Name">Its name, in messages.</param>
/// <param name="CommandLine">The command for a variant's program or workload.</param>
internal sealed record Contestant(string Name, Func<Variant, IEnumerable<string>> CommandLine);

/// <summary>Runs contestants on one core of the machine.</summary>
internal sealed class Stadium
{
    // The shell's own clock of a command's processor time: all of the process, from its start to its end.
    private const string Timed = "TIMEFORMAT='%U %S'; time \"$0\" \"$@\"";

    private readonly string _core;
    private readonly TimeSpan _timeout;

    public Stadium(int core, TimeSpan timeout)
    {
        if (!Commands.Exists("taskset"))
            throw new ComparisonException("taskset, which keeps a program on one core, is missing: it is part of util-linux.");
        if (core < 0 || core >= Environment.ProcessorCount)
            throw new ComparisonException($"The machine has no core {core}: they are 0 to {Environment.ProcessorCount - 1}.");
        (_core, _timeout) = (core.ToString(CultureInfo.InvariantCulture), timeout);
    }

    /// <summary>One run.</summary>
    /// <returns>What it measured, or null where its time was up.</returns>
    public Sample? TryRun(IEnumerable<string> command)
    {
        var line = command.ToList();
        var (output, errors, exitCode) = Commands.Run("bash", ["-c", Timed, "taskset", "-c", _core, .. line], _timeout);
        if (exitCode is null)
            return null;
        var json = output.Split('\n').FirstOrDefault(text => text.StartsWith('{'));
        if (exitCode != 0 || json is null)
            throw new ComparisonException($"{string.Join(' ', line)} failed with code {exitCode}:\n{output}{errors}");
        var times = errors.TrimEnd().Split('\n')[^1].Split(' ');
        return Sample.Parse(json, times.Sum(time => double.Parse(time, CultureInfo.InvariantCulture)));
    }

    /// <summary>One run that must end in time.</summary>
    public Sample Run(IEnumerable<string> command)
    {
        var line = command.ToList();
        return TryRun(line) ?? throw new ComparisonException(
            $"{string.Join(' ', line)} did not end within {_timeout.TotalSeconds} s. Give it more with --timeout, or less to do with --quick.");
    }

    /// <summary>Runs several in turn, so that what the machine does meanwhile falls on all of them alike.</summary>
    /// <returns>The least of each.</returns>
    public IReadOnlyList<Sample> InTurn(int rounds, params IEnumerable<string>[] commands)
    {
        var samples = commands.Select(_ => new List<Sample>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < commands.Length; i++)
                samples[i].Add(Run(commands[i]));
        }

        return samples.ConvertAll(Sample.Least);
    }
}
