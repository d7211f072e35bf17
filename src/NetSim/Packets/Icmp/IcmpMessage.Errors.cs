using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Icmp;

/// <content>The errors: messages about a packet, whose start they quote.</content>
public sealed partial record IcmpMessage
{
    /// <summary>
    /// The most octets of a packet that an error quotes: with its own headers it has 576, which every host can take
    /// (RFC 1812 §4.3.2.3, RFC 791 §3.1).
    /// </summary>
    public const int MaxQuoteLength = 576 - Ipv4Packet.MinHeaderLength - HeaderLength;

    /// <summary>Says that a packet could not be delivered.</summary>
    /// <param name="code">Why not.</param>
    /// <param name="packet">The packet, as it came.</param>
    /// <param name="nextHopMtu">Where fragmentation is needed, the largest packet that the next link carries (RFC 1191 §4); else 0.</param>
    public static IcmpMessage DestinationUnreachable(DestinationUnreachableCode code, Ipv4Packet packet, ushort nextHopMtu = 0) =>
        new(IcmpType.DestinationUnreachable, (byte)code, nextHopMtu, Quote(packet));

    /// <summary>Says that a packet's hops, or the time for its fragments, ran out.</summary>
    /// <param name="code">Which of the two.</param>
    /// <param name="packet">The packet, as it came; of fragments the first one.</param>
    public static IcmpMessage TimeExceeded(TimeExceededCode code, Ipv4Packet packet) =>
        new(IcmpType.TimeExceeded, (byte)code, 0, Quote(packet));

    /// <summary>Tells a host a better first hop.</summary>
    /// <param name="code">For which packets.</param>
    /// <param name="gateway">The router to send them to.</param>
    /// <param name="packet">The packet that took the longer way.</param>
    public static IcmpMessage Redirect(RedirectCode code, Ipv4Address gateway, Ipv4Packet packet) =>
        new(IcmpType.Redirect, (byte)code, gateway.Value, Quote(packet));

    /// <summary>Says that a packet's header could not be understood.</summary>
    /// <param name="pointer">Which octet of the header is wrong.</param>
    /// <param name="packet">The packet, as it came.</param>
    /// <param name="code">What is wrong.</param>
    public static IcmpMessage ParameterProblem(
        byte pointer, Ipv4Packet packet, ParameterProblemCode code = ParameterProblemCode.PointerIndicatesError) =>
        new(IcmpType.ParameterProblem, (byte)code, (uint)pointer << 24, Quote(packet));

    /// <summary>Whether this is about a packet that went wrong. No error is ever sent about an error (RFC 1122 §3.2.2).</summary>
    public bool IsError => Type is IcmpType.DestinationUnreachable or IcmpType.SourceQuench or IcmpType.Redirect
        or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    /// <summary>Where fragmentation is needed: the next link's MTU, or 0 from a router older than RFC 1191.</summary>
    public ushort NextHopMtu => (ushort)RestOfHeader;

    /// <summary>Of a redirect: the better first hop.</summary>
    public Ipv4Address Gateway => new(RestOfHeader);

    /// <summary>Of a parameter problem: which octet of the quoted header is wrong.</summary>
    public byte Pointer => (byte)(RestOfHeader >> 24);

    /// <summary>Reads the packet that an error is about, as far as it is quoted.</summary>
    /// <returns>Whether this is an error and quotes a whole header.</returns>
    public bool TryReadQuoted([NotNullWhen(true)] out QuotedPacket? quoted)
    {
        quoted = null;
        if (!IsError || !Ipv4Packet.TryDecodeStart(Data.ToMemory().Span, out var packet, out var totalLength))
            return false;
        quoted = new QuotedPacket(packet, totalLength);
        return true;
    }

    private static Payload Quote(Ipv4Packet packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var octets = packet.ToArray();
        return Payload.Copy(octets.AsSpan(0, Math.Min(octets.Length, MaxQuoteLength)));
    }
}
