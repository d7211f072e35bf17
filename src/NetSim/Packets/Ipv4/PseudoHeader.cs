namespace NetSim.Packets.Ipv4;

/// <summary>What TCP and UDP count as in front of their own octets when they compute a checksum (RFC 9293 §3.1, RFC 768).</summary>
internal static class PseudoHeader
{
    /// <summary>The sum of the pseudo-header, to go on with <see cref="InternetChecksum.Add"/>.</summary>
    public static ulong Sum(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int length) =>
        (ulong)source.Value + destination.Value + (byte)protocol + (uint)length;

    /// <summary>The checksum of octets whose checksum field is zero; 0 when they contain a right one.</summary>
    public static ushort Checksum(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, ReadOnlySpan<byte> octets) =>
        InternetChecksum.Finish(InternetChecksum.Add(Sum(source, destination, protocol, octets.Length), octets));
}
