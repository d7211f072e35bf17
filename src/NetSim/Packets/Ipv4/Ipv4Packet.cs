using System.Runtime.CompilerServices;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;

namespace NetSim.Packets.Ipv4;

/// <summary>An IPv4 packet (RFC 791 §3.1). The header checksum is computed where octets are made.</summary>
/// <param name="Source">Who sends it.</param>
/// <param name="Destination">Who is to receive it.</param>
/// <param name="Protocol">What it carries.</param>
/// <param name="Payload">What it carries; octets when it is a fragment.</param>
public sealed partial record Ipv4Packet(Ipv4Address Source, Ipv4Address Destination, IpProtocol Protocol, Pdu Payload) : Pdu
{
    /// <summary>The number of octets of the header without options.</summary>
    public const int MinHeaderLength = 20;

    /// <summary>The TTL that hosts start with (RFC 1122 §3.2.1.7, IANA IP parameters).</summary>
    public const byte DefaultTimeToLive = 64;

    private readonly Pdu _content = Payload; // behind the options, where there are any
    private Header _header = new(Source, Destination, MinHeaderLength + Payload.WireLength, PortsOf(Payload), Protocol);

    /// <summary>Who sends it.</summary>
    public Ipv4Address Source
    {
        get => _header.Source;
        init => _header.Source = value;
    }

    /// <summary>Who is to receive it.</summary>
    public Ipv4Address Destination
    {
        get => _header.Destination;
        init => _header.Destination = value;
    }

    /// <summary>What it carries.</summary>
    public IpProtocol Protocol
    {
        get => _header.Protocol;
        init => _header.Protocol = value;
    }

    /// <summary>What it carries; octets when it is a fragment.</summary>
    public Pdu Payload
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // a comparison and a load, where there are no options
        get => HasOptions && _content is PduPair pair ? pair.Second : _content;
        init
        {
            _content = PduPair.Of(Options, value);
            _header.WireLength = MinHeaderLength + _content.WireLength;
            _header.Ports = PortsOf(value);
        }
    }

    /// <summary>The hops that remain.</summary>
    public byte TimeToLive
    {
        get => _header.TimeToLive;
        init => _header.TimeToLive = value;
    }

    /// <summary>Names the packet among those of its source, destination and protocol, for reassembly (RFC 6864).</summary>
    public ushort Identification
    {
        get => _header.Identification;
        init => _header.Identification = value;
    }

    /// <summary>Whether the reserved flag is set; it should not be.</summary>
    public bool ReservedFlag
    {
        get => (_header.Flags & Flags.Reserved) != 0;
        init => _header.Flags = With(Flags.Reserved, value);
    }

    /// <summary>Whether routers must not fragment the packet.</summary>
    public bool DontFragment
    {
        get => (_header.Flags & Flags.DontFragment) != 0;
        init => _header.Flags = With(Flags.DontFragment, value);
    }

    /// <summary>Whether more fragments follow.</summary>
    public bool MoreFragments
    {
        get => (_header.Flags & Flags.MoreFragments) != 0;
        init => _header.Flags = With(Flags.MoreFragments, value);
    }

    /// <summary>Where this fragment's payload starts in the whole, in octets: a multiple of 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no multiple of 8 from 0 to 65,528: no header can hold it.</exception>
    public int FragmentOffset
    {
        get => _header.FragmentOffset;
        init
        {
            if (value is < 0 or > MaxFragmentOffset || value % 8 != 0)
                throw new ArgumentOutOfRangeException(nameof(value), $"A fragment offset is a multiple of 8 octets up to 65528, not {value}.");
            _header.FragmentOffset = (ushort)value;
        }
    }

    /// <summary>The differentiated services code point, 0 to 63 (RFC 2474).</summary>
    public byte Dscp
    {
        get => (byte)(_header.TypeOfService >> 2);
        init => _header.TypeOfService = (byte)((value << 2) | (_header.TypeOfService & 3));
    }

    /// <summary>The ECN field, 0 to 3 (RFC 3168 §5).</summary>
    public byte Ecn
    {
        get => (byte)(_header.TypeOfService & 3);
        init => _header.TypeOfService = (byte)((_header.TypeOfService & ~3) | (value & 3));
    }

    /// <summary>The options as octets, a multiple of 4 and at most 40.</summary>
    public Payload Options
    {
        get => HasOptions && _content is PduPair pair ? (Payload)pair.First : Packets.Payload.Empty;
        init
        {
            _content = PduPair.Of(value, Payload);
            _header.Flags = With(Flags.HasOptions, !value.IsEmpty);
            _header.WireLength = MinHeaderLength + _content.WireLength;
        }
    }

    /// <summary>The number of octets of the header.</summary>
    public int HeaderLength => MinHeaderLength + Options.WireLength;

    /// <summary>Whether it has options.</summary>
    internal bool HasOptions => (_header.Flags & Flags.HasOptions) != 0;

    /// <summary>Whether this is a part of a packet.</summary>
    public bool IsFragment => MoreFragments || _header.FragmentOffset > 0;

    /// <summary>The ports of the segment or datagram that it carries, the source's in the high half; 0 where it carries something else.</summary>
    /// <remarks>Routers with several routes ask at every hop: the payload, made long before, would have to be fetched from far away in memory.</remarks>
    internal uint Ports => _header.Ports;

    /// <inheritdoc/>
    public override string ProtocolName => "IPv4";

    /// <inheritdoc/>
    public override Pdu Inner => Payload;

    /// <inheritdoc/>
    public override int WireLength => _header.WireLength;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = $"IP {Source} > {Destination}, {(Payload is Payload ? $"protocol {(byte)Protocol}, {Payload}" : Payload)}";
        return IsFragment ? $"{text} (fragment {Identification}@{FragmentOffset}{(MoreFragments ? "+" : "")})" : text;
    }

    /// <summary>Lowers the TTL by one: of a packet that nobody else has, as that of a frame in transit.</summary>
    internal void LowerTimeToLive() => _header.TimeToLive--;

    private Flags With(Flags flag, bool isSet) => isSet ? _header.Flags | flag : _header.Flags & ~flag;

    private static uint PortsOf(Pdu payload) => payload switch
    {
        TcpSegment segment => ((uint)segment.SourcePort << 16) | segment.DestinationPort,
        UdpDatagram datagram => ((uint)datagram.SourcePort << 16) | datagram.DestinationPort,
        _ => 0,
    };

    /// <summary>All but the payload, in 24 octets without gaps, and as one value: packets are many, and copied at each hop.</summary>
    private record struct Header(Ipv4Address Source, Ipv4Address Destination, int WireLength, uint Ports, IpProtocol Protocol)
    {
        public Flags Flags;
        public byte TypeOfService;
        public byte TimeToLive = DefaultTimeToLive;
        public ushort Identification;
        public ushort FragmentOffset;
    }

    [Flags]
    private enum Flags : byte
    {
        MoreFragments = 1,
        DontFragment = 2,
        Reserved = 4,
        HasOptions = 8, // none of the header's
    }
}
