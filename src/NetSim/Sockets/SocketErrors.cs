using System.Net.Sockets;
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
}
