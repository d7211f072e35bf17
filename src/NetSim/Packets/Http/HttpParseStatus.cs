namespace NetSim.Packets.Http;

/// <summary>How the reading of a message's head went.</summary>
public enum HttpParseStatus
{
    /// <summary>The head is read.</summary>
    Complete,

    /// <summary>What is there is right so far; the rest has not come yet.</summary>
    Incomplete,

    /// <summary>This is no head, and more octets will not make it one.</summary>
    Invalid,
}
