namespace NetSim.Packets.Icmp;

/// <summary>What is wrong with a header (RFC 792, RFC 1122 §3.2.2.5).</summary>
public enum ParameterProblemCode : byte
{
    /// <summary>The octet that the pointer names.</summary>
    PointerIndicatesError = 0,

    /// <summary>An option is missing that must be there.</summary>
    RequiredOptionMissing = 1,
}
