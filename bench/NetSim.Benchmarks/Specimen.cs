using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Http;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;

namespace NetSim.Benchmarks;

/// <summary>A PDU as it is usual, and how its octets are read.</summary>
public sealed class Specimen
{
    private static readonly Ipv4Address Client = Ipv4Address.Parse("192.168.100.1");
    private static readonly Ipv4Address Server = Ipv4Address.Parse("192.168.100.253");
    private static readonly MacAddress ClientMac = MacAddress.Parse("02:00:00:00:00:01");
    private static readonly MacAddress ServerMac = MacAddress.Parse("02:00:00:00:00:02");
    private static readonly TcpSegment Segment = new()
    {
        SourcePort = 80,
        DestinationPort = 49_152,
        Sequence = new(1_000),
        Acknowledgment = new(2_000),
        Flags = TcpFlags.Ack | TcpFlags.Psh,
        Window = 65_535,
        Options = [new NoOperationOption(), new NoOperationOption(), new TimestampsOption(1, 2)],
        Payload = Payload.Zeros(1_448),
    };

    private static readonly TcpOption[] Sack =
        [new NoOperationOption(), new NoOperationOption(), new SackOption([new SackBlock(new(1), new(2)), new SackBlock(new(5), new(9))])];

    private readonly string _name;
    private readonly Func<byte[], bool> _decode;

    private Specimen(string name, Pdu pdu, Func<byte[], bool> decode, byte[]? octets = null)
    {
        (_name, Pdu, _decode) = (name, pdu, decode);
        Octets = octets ?? pdu.ToArray();
        Room = new byte[Octets.Length];
        if (!Decode())
            throw new InvalidOperationException($"{pdu} cannot be read.");
    }

    public static IReadOnlyList<Specimen> All { get; } =
    [
        new("Ethernet + IPv4 + TCP", new EthernetFrame(ServerMac, ClientMac, EtherType.Ipv4, new Ipv4Packet(Client, Server, IpProtocol.Tcp, Segment)),
            octets => EthernetFrame.TryDecode(octets, out _, out _)),
        new("ARP", ArpPacket.Request(ClientMac, Client, Server), octets => ArpPacket.TryDecode(octets, out _, out _)),
        new("IPv4 + UDP", new Ipv4Packet(Client, Server, IpProtocol.Udp, new UdpDatagram(9, 9, Payload.Zeros(1_000))),
            octets => Ipv4Packet.TryDecode(octets, out _, out _)),
        new("ICMP echo", IcmpMessage.EchoRequest(1, 1, Payload.Zeros(56)), octets => IcmpMessage.TryDecode(octets, out _, out _)),
        InIpv4("UDP", IpProtocol.Udp, new UdpDatagram(9, 9, Payload.Zeros(1_000)), octets => UdpDatagram.TryDecode(octets, Client, Server, out _, out _)),
        InIpv4("TCP, timestamps", IpProtocol.Tcp, Segment, octets => TcpSegment.TryDecode(octets, Client, Server, out _, out _)),
        InIpv4("TCP, SACK", IpProtocol.Tcp, Segment with { Payload = Payload.Empty, Options = [.. Segment.Options, .. Sack] },
            octets => TcpSegment.TryDecode(octets, Client, Server, out _, out _)),
        new("DNS response", DnsMessage.Query(1, DnsName.Parse("ark-inflearn.com"), DnsType.A) with
        {
            Flags = DnsFlags.Response | DnsFlags.RecursionDesired,
            Answers = [new DnsRecord(DnsName.Parse("ark-inflearn.com"), 3_600, new ARecordData(Server))],
        }, octets => DnsMessage.TryDecode(octets, out _, out _)),
        new("DHCP offer", new DhcpMessage
        {
            Operation = DhcpOperation.BootReply,
            TransactionId = 1,
            ClientMac = ClientMac,
            Options = [new MessageTypeOption(DhcpMessageType.Offer), new ServerIdentifierOption(Server), new LeaseTimeOption(86_400), new RouterOption([Server])],
        }, octets => DhcpMessage.TryDecode(octets, out _, out _)),
        new("HTTP request", new HttpRequestHead("GET", "/", HttpVersion.Http11, [("Host", "ark-inflearn.com"), ("Connection", "close")]),
            octets => HttpRequestHead.TryDecode(octets, out _, out _)),
        new("HTTP response", new HttpResponseHead(HttpVersion.Http11, 200, "OK", [("Connection", "close"), ("Content-Length", "21"), ("Content-Type", "text/html")]),
            octets => HttpResponseHead.TryDecode(octets, out _, out _)),
    ];

    public Pdu Pdu { get; }

    /// <summary>The PDU's octets, with its checksum.</summary>
    public byte[] Octets { get; }

    /// <summary>As much room as they take.</summary>
    public byte[] Room { get; }

    public bool Decode() => _decode(Octets);

    public override string ToString() => _name;

    /// <summary>The checksum of UDP and TCP takes in addresses, so the packet around writes it; what is encoded alone has none.</summary>
    private static Specimen InIpv4(string name, IpProtocol protocol, Pdu pdu, Func<byte[], bool> decode) =>
        new(name, pdu, decode, new Ipv4Packet(Client, Server, protocol, pdu).ToArray()[Ipv4Packet.MinHeaderLength..]);
}
