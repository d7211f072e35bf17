namespace NetSim.Testing.Packetdrill;

/// <summary>How a script ended.</summary>
public enum PacketdrillOutcome
{
    /// <summary>All happened as the script says.</summary>
    Passed,

    /// <summary>Something happened otherwise, or the script is wrong.</summary>
    Failed,

    /// <summary>The script uses something that the runner or the simulated stack does not have.</summary>
    Unsupported,
}
