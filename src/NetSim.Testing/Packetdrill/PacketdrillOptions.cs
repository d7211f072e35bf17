namespace NetSim.Testing.Packetdrill;

/// <summary>How a script is run.</summary>
public sealed record PacketdrillOptions
{
    /// <summary>The stack under test: guessed unless said otherwise.</summary>
    public PacketdrillProfile Profile { get; init; }

    /// <summary>Names that are defined for <c>#ifdef</c>; a word equal to a name with a value is replaced by the value.</summary>
    public IReadOnlyDictionary<string, string> Defines { get; init; } = new Dictionary<string, string>();

    /// <summary>packetdrill's own options, such as <c>--tolerance_usecs=10000</c>. Those of the script come after them, and so win.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether TCP options are compared without regard to their order and padding. Otherwise they have to be as the script has them.</summary>
    public bool SemanticOptions { get; init; }

    /// <summary>
    /// Whether the echoed timestamps of outbound segments are compared with the script's. packetdrill does not, and there are scripts that have
    /// them wrong; so this is off unless said otherwise.
    /// </summary>
    public bool ChecksTimestampEchoes { get; init; }

    /// <summary>What the stack's random numbers are derived from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many events the simulation may run before the script counts as failed, so that no script runs for ever.</summary>
    public long EventBudget { get; init; } = 5_000_000;
}
