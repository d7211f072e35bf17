using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack;
using NetSim.Stack.Tcp;
using NetSim.Topology;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>A host, 10.0.0.1, and all peers behind its gateway, which the test plays segment by segment.</summary>
internal sealed class TcpServer : IFrameReceiver
{
    public static readonly Ipv4EndPoint Local = Ipv4EndPoint.Parse("10.0.0.1:80");
    public static readonly Ipv4EndPoint Remote = Ipv4EndPoint.Parse("198.51.100.1:49152");

    private readonly Network _network;
    private readonly Host _host;
    private readonly NetworkInterface _gateway;
    private readonly Queue<Ipv4Packet> _answers = new();

    public TcpServer(TcpOptions? options = null)
    {
        var stack = new HostStackOptions { Tcp = options ?? new TcpOptions() };
        _network = new Network(new NetworkOptions { Tracing = false, Stack = stack, EventBudget = 20_000_000 });
        _host = _network.AddHost("Server", "10.0.0.1/24", gateway: "10.0.0.254");
        _gateway = new NetworkInterface(
            _network.Simulation, "Gateway", "eth0", MacAddress.FromNumber(0xAA00), networkTrace: null, trace: null) { Receiver = this };
        _ = new Link(_gateway, _host.Interfaces[0]);
    }

    public Simulation Simulation => _network.Simulation;

    public TcpProtocol Tcp => _host.Sockets.Stack.Tcp;

    /// <summary>How many segments the host has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>The number after the last one that the host has sent.</summary>
    public uint SentUpTo { get; private set; }

    public TcpListening Listen(int backlog = 1, string? address = null, TcpSettings? settings = null) => Tcp.Listen(
        Local.Port, backlog, settings ?? new TcpSettings(Tcp.Options), () => { }, address is null ? null : Ipv4Address.Parse(address))!;

    /// <summary>A peer sends a segment, and the host has a millisecond to answer.</summary>
    public void Send(
        TcpFlags flags, uint seq, uint ack = 0, int length = 0, PduList<TcpOption> options = default, Ipv4EndPoint? remote = null, Ipv4EndPoint? local = null)
    {
        _answers.Clear();
        var (source, destination) = (remote ?? Remote, local ?? Local);
        var segment = new TcpSegment
        {
            SourcePort = source.Port,
            DestinationPort = destination.Port,
            Sequence = new(seq),
            Acknowledgment = new(ack),
            Flags = flags,
            Window = 65_535,
            Options = options,
            Payload = Payload.Zeros(length),
        };
        var packet = new Ipv4Packet(source.Address, destination.Address, IpProtocol.Tcp, segment);
        _gateway.Send(new EthernetFrame(_host.Interfaces[0].MacAddress, _gateway.MacAddress, EtherType.Ipv4, packet));
        _network.RunFor(1.Milliseconds);
    }

    /// <summary>A peer opens a connection as far as SYN-RECEIVED.</summary>
    /// <returns>The host's initial sequence number.</returns>
    public uint SendSyn(uint seq = 5_000, Ipv4EndPoint? remote = null, params ReadOnlySpan<TcpOption> options)
    {
        Send(TcpFlags.Syn, seq, options: PduList.Create(options), remote: remote);
        var answer = Answer();
        answer.Flags.Should().HaveFlag(TcpFlags.Syn | TcpFlags.Ack);
        answer.Acknowledgment.Should().Be(new SequenceNumber(seq + 1));
        return answer.Sequence.Value;
    }

    /// <summary>A peer opens a connection.</summary>
    /// <returns>The host's initial sequence number.</returns>
    public uint Open(uint seq = 5_000, Ipv4EndPoint? remote = null)
    {
        var iss = SendSyn(seq, remote);
        Send(TcpFlags.Ack, seq + 1, iss + 1, remote: remote);
        return iss;
    }

    /// <summary>What the host has sent since the last segment to it.</summary>
    public TcpSegment Answer() => (TcpSegment)AnswerPacket().Payload;

    /// <inheritdoc cref="Answer"/>
    public Ipv4Packet AnswerPacket() => _answers.Should().ContainSingle().Which;

    /// <summary>The first of what the host has sent.</summary>
    public TcpSegment FirstAnswer() => (TcpSegment)_answers.Peek().Payload;

    public void ExpectSilence() => _answers.Should().BeEmpty();

    public TransmissionControlBlock? Connection(Ipv4EndPoint? remote = null) =>
        Tcp.Connections.SingleOrDefault(connection => connection.Remote == (remote ?? Remote));

    public void RunFor(Duration duration) => _network.RunFor(duration);

    /// <summary>Time passes; only what the host sends meanwhile is kept.</summary>
    public void Wait(Duration duration)
    {
        _answers.Clear();
        RunFor(duration);
    }

    public void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        if (frame.Payload is ArpPacket { Operation: ArpOperation.Request } request)
        {
            _gateway.Send(new EthernetFrame(frame.Source, _gateway.MacAddress, EtherType.Arp, request.Reply(_gateway.MacAddress)));
        }
        else if (frame.Payload is Ipv4Packet { Payload: TcpSegment segment } packet)
        {
            Sent++;
            SentUpTo = segment.EndSequence.Value;
            _answers.Enqueue(packet);
        }
    }

    public void OnLinkChanged(NetworkInterface networkInterface)
    {
    }
}
