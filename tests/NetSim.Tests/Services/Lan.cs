using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Switching;
using NetSim.Tracing;

namespace NetSim.Tests.Services;

/// <summary>Hosts on one switch.</summary>
internal sealed class Lan
{
    private readonly MacRelay _relay;
    private readonly HostStackOptions _options;
    private int _stations;

    public Lan(ulong seed = 1, HostStackOptions? options = null)
    {
        _options = options ?? new HostStackOptions();
        Simulation = new Simulation(new SimulationOptions { Seed = seed, EventBudget = 1_000_000 });
        Trace = new Trace(Simulation);
        _relay = new MacRelay(Simulation, new MacRelayOptions(), null);
    }

    public Simulation Simulation { get; }

    public Trace Trace { get; }

    /// <summary>Adds a host, with an address such as 10.0.0.1/24 or without.</summary>
    public LanHost Add(string name, string? address = null)
    {
        var pen = Trace.AddDevice(name);
        var stack = new HostStack(Simulation, name, _options, pen);
        var nic = new NetworkInterface(Simulation, name, "eth0", MacAddress.FromNumber(++_stations), Trace, pen);
        var attached = stack.Attach(nic);
        if (address is not null)
            stack.Ipv4.Configure(attached, Ipv4InterfaceAddress.Parse(address), null);
        var port = new NetworkInterface(Simulation, "Switch", $"Port {_stations}", MacAddress.FromNumber(1_000 + _stations), null, null);
        _relay.Attach(port);
        return new LanHost(stack, attached, new Link(nic, port));
    }

    /// <summary>What hosts sent: who, to whom, when.</summary>
    public IReadOnlyList<Sent<Ipv4Packet>> Packets =>
    [
        .. Trace.Transmissions
            .Where(transmission => transmission.From.Device != "Switch" && transmission.Frame.Payload is Ipv4Packet)
            .Select(transmission => new Sent<Ipv4Packet>(transmission.From.Device, transmission.Frame, transmission.Start, (Ipv4Packet)transmission.Frame.Payload)),
    ];

    public IReadOnlyList<Sent<DhcpMessage>> DhcpMessages => Messages<DhcpMessage>(
        DhcpMessage.ServerPort, DhcpMessage.ClientPort, octets => DhcpMessage.TryDecode(octets.Span, out var message, out _) ? message : null);

    public IReadOnlyList<Sent<DnsMessage>> DnsMessages => Messages<DnsMessage>(
        DnsMessage.Port, DnsMessage.Port, octets => DnsMessage.TryDecode(octets.Span, out var message, out _) ? message : null);

    public IReadOnlyList<Sent<TcpSegment>> Segments =>
    [
        .. Packets.Where(packet => packet.Pdu.Payload is TcpSegment)
            .Select(packet => new Sent<TcpSegment>(packet.From, packet.Frame, packet.At, (TcpSegment)packet.Pdu.Payload)),
    ];

    /// <summary>The names of the reasons at the application layer of a host, in order.</summary>
    public IReadOnlyList<string> ReasonsOf(string device) =>
    [
        .. Trace.PduEvents.Where(traced => traced.Device == device).SelectMany(traced => traced.Steps)
            .Where(step => step.Layer == Layer.Application).Select(step => step.Reason.Name),
    ];

    /// <summary>Every sentence of a host at the application layer, in order.</summary>
    public IReadOnlyList<string> SentencesOf(string device) =>
    [
        .. Trace.PduEvents.Where(traced => traced.Device == device).SelectMany(traced => traced.Steps)
            .Where(step => step.Layer == Layer.Application).Select(step => step.Reason.Format(step.Arguments)),
    ];

    private List<Sent<T>> Messages<T>(ushort port, ushort otherPort, Func<ReadOnlyMemory<byte>, T?> decode)
        where T : Pdu
    {
        var messages = new List<Sent<T>>();
        foreach (var packet in Packets)
        {
            if (packet.Pdu.Payload is UdpDatagram datagram
                && (datagram.DestinationPort == port || datagram.SourcePort == port || datagram.DestinationPort == otherPort)
                && decode(datagram.Payload.ToMemory()) is { } message)
            {
                messages.Add(new Sent<T>(packet.From, packet.Frame, packet.At, message));
            }
        }

        return messages;
    }
}

/// <summary>A PDU that a host sent.</summary>
internal sealed record Sent<T>(string From, EthernetFrame Frame, SimTime At, T Pdu)
{
    public Ipv4Address Destination => ((Ipv4Packet)Frame.Payload).Destination;
}

internal sealed record LanHost(HostStack Stack, Ipv4Interface Interface, Link Link)
{
    public HostSockets Sockets { get; } = new(Stack);

    public Ipv4InterfaceAddress? Address => Interface.Address;
}
