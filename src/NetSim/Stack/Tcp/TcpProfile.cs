namespace NetSim.Stack.Tcp;

/// <summary>How the TCPs of well-known systems behave. The values and their sources are in docs/protocols/tcp-profiles.md.</summary>
public static class TcpProfile
{
    /// <summary>What the RFCs say, with what they recommend switched on. A host's default.</summary>
    public static TcpOptions Rfc { get; } = new();
}
