using System.Collections.Immutable;
using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Http;

namespace NetSim.Tracing.Dissecting;

/// <summary>Which application's messages a port carries. To have another one dissected, add it to a table and read it below.</summary>
internal static class ApplicationProtocols
{
    private const ushort HttpPort = 80;

    /// <summary>Reads the messages that a transport's payload begins with; null where it does not begin with one.</summary>
    internal delegate IReadOnlyList<Pdu>? Reader(Payload payload);

    /// <summary>Over UDP (IANA service names and port numbers).</summary>
    public static readonly ImmutableArray<(ushort Port, Reader Read)> OverUdp =
    [
        (DnsMessage.Port, ReadDns),
        (DhcpMessage.ServerPort, ReadDhcp),
        (DhcpMessage.ClientPort, ReadDhcp),
    ];

    /// <summary>Over TCP (IANA service names and port numbers).</summary>
    public static readonly ImmutableArray<(ushort Port, Reader Read)> OverTcp =
    [
        (HttpPort, ReadHttp),
    ];

    /// <summary>Reads a payload by the first protocol of either port that understands it; null where none does.</summary>
    public static IReadOnlyList<Pdu>? Read(ImmutableArray<(ushort Port, Reader Read)> protocols, ushort source, ushort destination, Payload payload)
    {
        // A virtual payload is zeros, and no protocol's message is.
        if (payload.IsEmpty || payload.IsVirtual)
            return null;

        foreach (var protocol in protocols)
        {
            if ((protocol.Port == source || protocol.Port == destination) && protocol.Read(payload) is { } messages)
                return messages;
        }

        return null;
    }

    private static Pdu[]? ReadDns(Payload payload) =>
        DnsMessage.TryDecode(payload.ToMemory().Span, out var message, out _) ? [message] : null;

    private static Pdu[]? ReadDhcp(Payload payload) =>
        DhcpMessage.TryDecode(payload.ToMemory().Span, out var message, out _) ? [message] : null;

    // The content behind the head stays octets: what it is, and how long, only the whole connection tells.
    private static Pdu[]? ReadHttp(Payload payload)
    {
        var octets = payload.ToMemory().Span;
        Pdu? head = null;
        if (HttpRequestHead.TryDecode(octets, HttpLimits.Default, out var request, out var consumed, out _) == HttpParseStatus.Complete)
            head = request;
        else if (HttpResponseHead.TryDecode(octets, HttpLimits.Default, out var response, out consumed, out _) == HttpParseStatus.Complete)
            head = response;

        if (head is null)
            return null;
        return consumed < payload.Length ? [head, payload.Slice(consumed, payload.Length - consumed)] : [head];
    }
}
