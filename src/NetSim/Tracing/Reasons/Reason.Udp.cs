namespace NetSim.Tracing;

/// <content>UDP.</content>
public partial class Reason
{
    /// <summary>{0}: port.</summary>
    public static readonly Reason UdpChoosesPort = New("The application asked for no port of its own: UDP gives it {0}, the next free ephemeral one.");

    /// <summary>{0}: octets, {1}: source port, {2}: destination port.</summary>
    public static readonly Reason UdpSends = New("UDP puts {0:octet|octets} into a datagram from port {1} to port {2}.");

    /// <summary>{0}: port, {1}: octets.</summary>
    public static readonly Reason UdpFindsSocket = New("UDP finds a socket on port {0} and hands it {1:octet|octets}.");
}

/// <content>UDP.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: port.</summary>
    public static readonly DropReason NoUdpSocket = New("No socket is bound to UDP port {0}: the datagram is dropped, and ICMP decides whether its source hears of it.");

    /// <summary>{0}: port.</summary>
    public static readonly DropReason UdpBufferFull = New("The receive buffer of the socket on UDP port {0} is full: the datagram is dropped. Its sender is not told and may try again.");
}
