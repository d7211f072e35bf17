using System.Net.Sockets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>What became of a packet that this host sent: an ICMP error from somebody on its way, or what this host found out itself.</summary>
/// <param name="Message">The error as ICMP says it.</param>
/// <param name="Packet">The packet, as far as it is quoted.</param>
/// <param name="Reporter">Who says so, or null for this host itself.</param>
internal sealed record IpError(IcmpMessage Message, QuotedPacket Packet, Ipv4Address? Reporter)
{
    /// <summary>What this host found out about a packet of its own.</summary>
    public static IpError Own(DestinationUnreachableCode code, Ipv4Packet packet, int mtu = 0)
    {
        var message = IcmpMessage.DestinationUnreachable(code, packet, (ushort)mtu);
        message.TryReadQuoted(out var quoted);
        return new IpError(message, quoted!, null);
    }

    /// <summary>Whether a packet was too large for a link on its way.</summary>
    public bool IsFragmentationNeeded =>
        Message.Type == IcmpType.DestinationUnreachable && Code == DestinationUnreachableCode.FragmentationNeeded;

    /// <summary>Whether trying again is of no use: the destination itself, or a filter, refuses (RFC 1122 §4.2.3.9).</summary>
    public bool IsHard => Message.Type == IcmpType.DestinationUnreachable && Code is
        DestinationUnreachableCode.ProtocolUnreachable or DestinationUnreachableCode.PortUnreachable;

    /// <summary>The error that an application of a real host gets (Linux's icmp_err_convert, in .NET's names).</summary>
    public SocketError SocketError => (Message.Type, Code) switch
    {
        (IcmpType.DestinationUnreachable, DestinationUnreachableCode.PortUnreachable) => SocketError.ConnectionRefused,
        (IcmpType.DestinationUnreachable, DestinationUnreachableCode.ProtocolUnreachable) => SocketError.ProtocolOption,
        (IcmpType.DestinationUnreachable, DestinationUnreachableCode.FragmentationNeeded) => SocketError.MessageSize,
        (IcmpType.DestinationUnreachable, DestinationUnreachableCode.SourceRouteFailed) => SocketError.OperationNotSupported,
        (IcmpType.DestinationUnreachable, DestinationUnreachableCode.NetUnreachable or DestinationUnreachableCode.DestinationNetworkUnknown
            or DestinationUnreachableCode.NetworkAdministrativelyProhibited or DestinationUnreachableCode.NetworkUnreachableForTypeOfService)
            => SocketError.NetworkUnreachable,
        (IcmpType.DestinationUnreachable, DestinationUnreachableCode.DestinationHostUnknown) => SocketError.HostDown,
        _ => SocketError.HostUnreachable,
    };

    private DestinationUnreachableCode Code => (DestinationUnreachableCode)Message.Code;

    /// <summary>What the error says, and who says it.</summary>
    public override string ToString() => Reporter is { } reporter ? $"{reporter} says: {Message}" : $"{Message}";
}
