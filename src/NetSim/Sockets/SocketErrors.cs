using System.Net.Sockets;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;

namespace NetSim.Sockets;

/// <summary>The errors that applications see: real <see cref="SocketException"/>s, with a message that names who and what.</summary>
internal static class SocketErrors
{
    public static SocketException Create(SocketError error, string message) => new((int)error, message);

    /// <summary>What a real host tells an application whose packet did not arrive.</summary>
    public static SocketException NotDelivered(IpError error, object who) => Create(error.SocketError, error.Reporter is { } reporter
        ? $"{who}: {reporter} says about what was sent to {error.Packet.Destination}: {error.Message}."
        : $"{who}: nobody answered ARP for {error.Packet.Destination} or its gateway.");

    /// <summary>What a real host tells an application whose packet could not be sent.</summary>
    public static SocketException NotSent(SendStatus status, object who, object destination) => status switch
    {
        SendStatus.NoRoute => Create(SocketError.NetworkUnreachable, $"{who}: no route leads to {destination}."),
        SendStatus.TooLarge => Create(SocketError.MessageSize, $"{who}: the message to {destination} is larger than a packet can be."),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Only a failed send has an error."),
    };

    /// <summary>What a real host tells an application whose attempt to connect failed.</summary>
    public static SocketException NotConnected(SocketError error, string who, Ipv4EndPoint remote) => Create(error, error switch
    {
        SocketError.ConnectionRefused => $"{who}: {remote} refused the connection: nobody listens there.",
        SocketError.TimedOut => $"{who}: {remote} did not answer.",
        SocketError.HostUnreachable => $"{who}: {remote.Address} or its gateway did not answer ARP.",
        SocketError.NetworkUnreachable => $"{who}: no route leads to {remote.Address}.",
        SocketError.AddressNotAvailable => $"{who}: every port that may be used has a connection to {remote} already.",
        _ => $"{who}: the connection to {remote} failed ({error}).",
    });

    /// <summary>What happened to a connection, to go on after its name.</summary>
    public static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionReset => "the peer reset the connection",
        SocketError.ConnectionAborted => "the connection was aborted on this side",
        SocketError.TimedOut => "the peer stopped acknowledging, and TCP gave up",
        SocketError.HostUnreachable => "the peer became unreachable, and TCP gave up",
        SocketError.Shutdown => "its sending side is closed",
        SocketError.NotConnected => "it has no connection",
        SocketError.IsConnected => "it is connected already, or was; a socket has one connection",
        SocketError.AlreadyInProgress => "it is connecting already",
        SocketError.OperationAborted => "it was closed meanwhile",
        SocketError.OperationNotSupported => "these flags are not supported",
        SocketError.InvalidArgument => "this cannot be done in its state",
        SocketError.WouldBlock => "nothing is there yet",
        _ => $"the connection failed ({error})",
    };
}
