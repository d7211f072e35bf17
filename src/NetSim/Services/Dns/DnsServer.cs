using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dns;

/// <summary>Answers queries from the zones for which it is an authority; it asks no other server (RFC 1034 §4.3).</summary>
public sealed partial class DnsServer : IDisposable
{
    private readonly HostStack _stack;
    private readonly UdpSocket _socket;
    private readonly Sockets.TcpListener _listener;
    private readonly List<DnsZone> _zones = [];

    /// <summary>A server of these zones, which listens from now on.</summary>
    /// <exception cref="ArgumentException">Two zones have the same origin.</exception>
    /// <exception cref="SocketException">Port 53 of the host is in use.</exception>
    public DnsServer(HostSockets sockets, params IEnumerable<DnsZone> zones)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        ArgumentNullException.ThrowIfNull(zones);
        _stack = sockets.Stack;
        foreach (var zone in zones)
            Add(zone);
        _socket = sockets.BindUdp(DnsMessage.Port);
        _listener = sockets.Listen(DnsMessage.Port);
        UdpService.Start(_stack.Simulation, _socket, OnDatagram);
        TcpService.Start(_stack.Simulation, _listener, ServeAsync);
    }

    /// <summary>The zones in the order in which they were added.</summary>
    public IReadOnlyList<DnsZone> Zones => _zones;

    /// <summary>Adds a zone.</summary>
    /// <exception cref="ArgumentException">There is a zone of that origin already.</exception>
    public void Add(DnsZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (_zones.Exists(other => other.Origin == zone.Origin))
            throw new ArgumentException($"{_stack.Name}: the DNS server has a zone {zone.Origin} already. Add the records to that.", nameof(zone));
        _zones.Add(zone);
    }

    /// <summary>Adds a name and its address: to the zone that the name is in, or else to a new one of its own.</summary>
    /// <exception cref="FormatException">The name or the address is none.</exception>
    /// <exception cref="ArgumentException">The name has that address already, or is an alias.</exception>
    public void Add(string name, string address)
    {
        var host = DnsName.Parse(name);
        var target = Ipv4Address.Parse(address);
        var zone = FindZone(host);
        if (zone is null)
            Add(zone = ZoneOf(host));
        zone.Add(new DnsRecord(host, DnsZone.DefaultTimeToLive, new ARecordData(target)));
    }

    /// <summary>Stops the server: it answers nobody any more but those whose connections are open.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _listener.Dispose();
    }

    /// <summary>A zone whose name server is this host.</summary>
    private DnsZone ZoneOf(DnsName origin)
    {
        var zone = new DnsZone(origin);
        if (_stack.Ipv4.Interfaces.FirstOrDefault(candidate => candidate.Address is not null)?.Address is { } own)
            zone.Add(new DnsRecord(zone.Below("ns"), DnsZone.DefaultTimeToLive, new ARecordData(own.Address)));
        return zone;
    }

    private void OnDatagram(UdpMessage datagram)
    {
        if (Respond(datagram.Payload, DnsMessage.MaxUdpLength) is not { } response)
            return;
        var options = new Ipv4SendOptions { Source = _stack.Ipv4.IsOwn(datagram.Destination.Address) ? datagram.Destination.Address : null };
        try
        {
            _socket.Send(Payload.Wrap(response.ToArray()), datagram.Source, options);
        }
        catch (SocketException)
        {
            // The stack has said why it could not be sent; the client asks again.
        }
    }

    /// <summary>The response to a message, by UDP or TCP, or null where there is none to make.</summary>
    private DnsMessage? Respond(Payload octets, int maxLength)
    {
        var span = octets.ToMemory().Span;
        if (!DnsMessage.TryDecode(span, out var query, out var error))
        {
            var malformed = new MalformedPdu(octets, error);
            if (span.Length < DnsMessage.HeaderLength || (span[2] & 0x80) != 0) // no ID to answer to, or a response
            {
                Drop(malformed, DropReason.Malformed, malformed);
                return null;
            }

            Decide(malformed, Reason.DnsCannotRead, error);
            var id = System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(span);
            return Sent(new DnsMessage { Id = id, Flags = DnsFlags.Response, ResponseCode = DnsResponseCode.FormatError });
        }

        if (query.IsResponse) // never answered, or two servers would answer each other for ever
        {
            Drop(query, DropReason.DnsNotAQuery);
            return null;
        }

        return Sent(Fit(Answer(query), maxLength));
    }

    /// <summary>Cuts a response to what may be sent: first what only helps, and where the answers are too long, all of them (RFC 2181 §9).</summary>
    private DnsMessage Fit(DnsMessage response, int maxLength)
    {
        if (response.WireLength <= maxLength)
            return response;
        var withoutHelp = response with { Additionals = default };
        if (withoutHelp.WireLength <= maxLength)
            return withoutHelp;
        _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, response, Reason.DnsTruncates, response.WireLength, maxLength);
        return response with { Flags = response.Flags | DnsFlags.Truncated, Answers = default, Authorities = default, Additionals = default };
    }

    private DnsMessage Sent(DnsMessage response)
    {
        _stack.Trace?.Out(
            Layer.Application, PduAction.Encapsulate, response, Reason.DnsResponds, DnsText.Of(response.ResponseCode),
            response.Answers.Count, response.Has(DnsFlags.Authoritative) ? "as an authority" : "not as an authority");
        return response;
    }

    private void Decide(Pdu pdu, Reason reason, params object?[] arguments) =>
        _stack.Trace?.In(Layer.Application, PduAction.Accept, pdu, reason, arguments);

    private void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
        _stack.Trace?.In(Layer.Application, PduAction.Drop, pdu, reason, arguments);
}
