using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Http;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Ipv6;

namespace NetSim.Tests.Packets;

/// <summary>Messages of the application protocols with random contents, the same ones for the same seed.</summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] Labels =
        ["a", "www", "WWW", "example", "com", "ark-inflearn", @"d\.t", @"\000\255", new string('x', 63)];

    private readonly Random _random = new(seed);

    public DhcpMessage Dhcp() => new()
    {
        Operation = Any(DhcpOperation.BootRequest, DhcpOperation.BootReply),
        HardwareAddressLength = (byte)_random.Next(17),
        Hops = (byte)_random.Next(4),
        TransactionId = Number(),
        Seconds = (ushort)_random.Next(100),
        IsBroadcast = Often(2),
        ReservedFlags = Often(9) ? (ushort)_random.Next(0x8000) : (ushort)0,
        ClientAddress = Address(),
        YourAddress = Address(),
        NextServerAddress = Address(),
        RelayAddress = Address(),
        ClientMac = new MacAddress(Number()),
        ClientMacPadding = Often(5) ? Octets(10) : Payload.Zeros(10),
        ServerName = Often(4) ? Octets(_random.Next(65)) : Payload.Empty,
        BootFile = Often(4) ? Octets(_random.Next(129)) : Payload.Empty,
        Options = List(12, DhcpOption),
        Trailer = Often(9) ? Octets(_random.Next(9)) : Payload.Empty,
    };

    private DhcpOption DhcpOption() => _random.Next(15) switch
    {
        0 => PadOption.Instance,
        1 => new SubnetMaskOption(Address()),
        2 => new RouterOption([Address()]),
        3 => new DomainNameServerOption([Address(), Address()]),
        4 => new HostNameOption("pc-" + _random.Next(100)),
        5 => new RequestedAddressOption(Address()),
        6 => new LeaseTimeOption(Number()),
        7 => new MessageTypeOption((DhcpMessageType)_random.Next(256)),
        8 => new ServerIdentifierOption(Address()),
        9 => new ParameterRequestListOption([.. Enumerable.Range(0, 1 + _random.Next(8)).Select(_ => (DhcpOptionCode)_random.Next(256))]),
        10 => new MessageTextOption("no " + _random.Next(100)),
        11 => new RenewalTimeOption(Number()),
        12 => new RebindingTimeOption(Number()),
        13 => new ClientIdentifierOption((byte)_random.Next(2), Octets(1 + _random.Next(8))),
        _ => new UnknownDhcpOption((DhcpOptionCode)_random.Next(62, 255), Octets(_random.Next(256))),
    };

    public DnsMessage Dns() => new()
    {
        Id = (ushort)Number(),
        Flags = (DnsFlags)(Number() & 0x87F0),
        Opcode = (DnsOpcode)_random.Next(16),
        ResponseCode = (DnsResponseCode)_random.Next(16),
        Questions = List(2, () => new DnsQuestion(Name(), (DnsType)_random.Next(300), (DnsClass)_random.Next(1, 5))),
        Answers = List(4, Record),
        Authorities = List(2, Record),
        Additionals = List(2, Record),
        Trailer = Often(9) ? Octets(_random.Next(20)) : Payload.Empty,
    };

    private DnsRecord Record() => new(Name(), Number(), Often(20) ? new UnknownRecordData(DnsType.Mx, Payload.Empty) : Data());

    private DnsRecordData Data() => _random.Next(9) switch
    {
        0 => new ARecordData(Address()),
        1 => new AaaaRecordData(new Ipv6Address(new UInt128(Number(), Number()))),
        2 => new CnameRecordData(Name()),
        3 => new NsRecordData(Name()),
        4 => new PtrRecordData(Name()),
        5 => new MxRecordData((ushort)Number(), Name()),
        6 => new SoaRecordData(Name(), Name(), Number(), Number(), Number(), Number(), Number()),
        7 => new TxtRecordData([Octets(_random.Next(10)), Octets(_random.Next(10))]),
        _ => new UnknownRecordData(Any(DnsType.Srv, DnsType.Opt, (DnsType)65280), Octets(_random.Next(20))),
    };

    private DnsName Name()
    {
        var text = string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Any(Labels) + "."));
        return text.Length == 0 ? DnsName.Root : DnsName.Parse(text);
    }

    public HttpRequestHead Request() =>
        new(Any("GET", "POST", "M-SEARCH"), Any("/", "/a?b=%20", "*", "http://a.example/"), new HttpVersion(_random.Next(3)), Fields());

    public HttpResponseHead Response() =>
        new(new HttpVersion(_random.Next(3)), _random.Next(100, 1000), Any("", "OK", "Not Found", "\u00e9t\u00e9\t!"), Fields());

    private HttpFields Fields() => HttpFields.Create(List(5, Field).AsSpan());

    private HttpField Field() =>
        new(Any("Host", "host", "Content-Length", "Connection", "X-1"), Any("", "a", "5, 5", "keep-alive,close", "\u00ff \t\u0080", "a:b"));

    private uint Number() => Often(4) ? Any(0u, 1u, 0x7FFF_FFFFu, 0x8000_0000u, 0xFFFF_FFFFu) : (uint)_random.NextInt64(0x1_0000_0000);

    private Ipv4Address Address() => Often(3) ? default : new(Number());

    private Payload Octets(int length)
    {
        var octets = new byte[length];
        _random.NextBytes(octets);
        return Payload.Wrap(octets);
    }

    private PduList<T> List<T>(int maxCount, Func<T> next) => [.. Enumerable.Range(0, _random.Next(maxCount + 1)).Select(_ => next())];

    private bool Often(int oneIn) => _random.Next(oneIn) == 0;

    private T Any<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
