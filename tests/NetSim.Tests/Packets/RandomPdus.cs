using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;

namespace NetSim.Tests.Packets;

/// <summary>Valid PDUs of the lower layers, each field drawn from all of its values: the same ones for the same seed.</summary>
internal sealed class RandomPdus(int seed)
{
    private readonly Random _random = new(seed);

    public EthernetFrame Frame() => _random.Next(3) switch
    {
        0 => WithTrailer(new EthernetFrame(Mac(), Mac(), EtherType.Arp, Arp())),
        1 => WithTrailer(new EthernetFrame(Mac(), Mac(), EtherType.Ipv4, Packet())),
        // A payload of an unknown type has at least the 46 octets that padding would give it.
        _ => new EthernetFrame(Mac(), Mac(), (EtherType)_random.Next(0x0807, 0x10000), Octets(46, 100)),
    };

    public ArpPacket Arp() => new((ArpOperation)_random.Next(0x10000), Mac(), Ip(), Mac(), Ip());

    public Ipv4Packet Packet()
    {
        var (protocol, payload) = _random.Next(5) switch
        {
            0 => (IpProtocol.Icmp, Message()),
            1 => (IpProtocol.Udp, Datagram()),
            2 or 3 => (IpProtocol.Tcp, Segment()),
            _ => ((IpProtocol)_random.Next(18, 256), (Pdu)Octets(0, 60)),
        };
        var isFragment = _random.Next(8) == 0;
        return new Ipv4Packet(Ip(), Ip(), protocol, isFragment ? Octets(1, 60) : payload)
        {
            TimeToLive = (byte)_random.Next(256),
            Identification = Number(),
            ReservedFlag = _random.Next(8) == 0,
            DontFragment = _random.Next(2) == 0,
            MoreFragments = isFragment && _random.Next(2) == 0,
            FragmentOffset = isFragment ? _random.Next(1, 0x2000) * 8 : 0,
            Dscp = (byte)_random.Next(64),
            Ecn = (byte)_random.Next(4),
            Options = _random.Next(4) == 0 ? Octets(4 * _random.Next(11)) : Payload.Empty,
        };
    }

    public IcmpMessage Message() => _random.Next(3) == 0
        ? Error()
        : new((IcmpType)_random.Next(256), (byte)_random.Next(256), Word(), Octets(0, 60));

    private IcmpMessage Error()
    {
        var message = _random.Next(4) switch
        {
            0 => IcmpMessage.DestinationUnreachable((DestinationUnreachableCode)_random.Next(17), Packet(), Number()),
            1 => IcmpMessage.TimeExceeded((TimeExceededCode)_random.Next(3), Packet()),
            2 => IcmpMessage.Redirect((RedirectCode)_random.Next(5), Ip(), Packet()),
            _ => IcmpMessage.ParameterProblem((byte)_random.Next(256), Packet(), (ParameterProblemCode)_random.Next(3)),
        };
        return message with { Data = message.Data.Slice(0, _random.Next(message.Data.Length + 1)) };
    }

    public UdpDatagram Datagram() => new(Number(), Number(), Octets(0, 60)) { HasChecksum = _random.Next(4) != 0 };

    public TcpSegment Segment() => new()
    {
        SourcePort = Number(),
        DestinationPort = Number(),
        Sequence = new(Word()),
        Acknowledgment = new(Word()),
        Flags = (TcpFlags)_random.Next(0x200),
        Window = Number(),
        UrgentPointer = Number(),
        Reserved = (byte)_random.Next(8),
        Options = Options(),
        Payload = Octets(0, 60),
    };

    // A trailer that ends with zeros within the minimum length could not be told from padding.
    private EthernetFrame WithTrailer(EthernetFrame frame) => _random.Next(4) switch
    {
        0 => frame with { Trailer = Payload.Copy([.. Octets(0, 40).ToMemory().Span, 1]) },
        1 when frame.WireLength > EthernetFrame.MinLength => frame with { Trailer = Payload.Zeros(_random.Next(8)) },
        _ => frame,
    };

    private PduList<TcpOption> Options()
    {
        var options = new List<TcpOption>();
        var room = _random.Next(TcpSegment.MaxOptionsLength + 1);
        while (room > 0)
        {
            var option = Option();
            room -= option.WireLength;
            if (room >= 0)
                options.Add(option);
        }

        var length = TcpOptionList.Length([.. options]);
        if (_random.Next(3) == 0 && length < TcpSegment.MaxOptionsLength - 4)
            options.Add(EndOfList(length));
        return [.. options];
    }

    private TcpOption Option() => _random.Next(10) switch
    {
        0 or 1 => new NoOperationOption(),
        2 => new MaximumSegmentSizeOption(Number()),
        3 => new WindowScaleOption((byte)_random.Next(256)),
        4 => new SackPermittedOption(),
        5 => new SackOption([.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => new SackBlock(new(Word()), new(Word())))]),
        6 => new TimestampsOption(Word(), Word()),
        7 => new UserTimeoutOption(_random.Next(2) == 0, (ushort)_random.Next(0x8000)),
        8 => new FastOpenOption(Octets(_random.Next(4) == 0 ? 0 : 2 * _random.Next(2, 9))),
        _ => UnknownOption(),
    };

    // A kind that has no type of its own, or one that has it with a length that it cannot have.
    private UnknownOption UnknownOption() => _random.Next(3) switch
    {
        0 => new((byte)_random.Next(2, 5), Octets(3, 12)),
        1 => new(5, Octets(9, 15)),
        _ => new((byte)_random.Next(35, 256), Octets(0, 12)),
    };

    // An end of the list that is not padding: it takes more than the last word, up to a boundary.
    private EndOfOptionListOption EndOfList(int start) => new(Octets(((start + 8) & ~3) - start - 1));

    private MacAddress Mac() => new((ulong)_random.NextInt64(1L << 48));

    private Ipv4Address Ip() => new(Word());

    private ushort Number() => (ushort)_random.Next(0x10000);

    private uint Word() => (uint)_random.NextInt64(1L << 32);

    private Payload Octets(int minLength, int maxLength) => Octets(_random.Next(minLength, maxLength + 1));

    private Payload Octets(int length)
    {
        var octets = new byte[length];
        _random.NextBytes(octets);
        return Payload.Wrap(octets);
    }
}
