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

    private readonly int _wireLength = LengthOf(Payload, null); // asked for at every hop: not computed again
    private readonly Payload? _options; // null where there are none: a reference less to write for each packet
    private readonly uint _ports = PortsOf(Payload);

    // Packed, as packets are many: a byte more, and each would take eight.
    private readonly ushort _fragmentOffset;
    private readonly byte _typeOfService;
    private readonly Flags _flags;

    /// <summary>What it carries; octets when it is a fragment.</summary>
    public Pdu Payload
    {
        get;
        init
        {
            field = value;
            _wireLength = LengthOf(value, _options);
            _ports = PortsOf(value);
        }
    } = Payload;

    /// <summary>The hops that remain.</summary>
    public byte TimeToLive { get; init; } = DefaultTimeToLive;

    /// <summary>Names the packet among those of its source, destination and protocol, for reassembly (RFC 6864).</summary>
    public ushort Identification { get; init; }

    /// <summary>Whether the reserved flag is set; it should not be.</summary>
    public bool ReservedFlag
    {
        get => (_flags & Flags.Reserved) != 0;
        init => _flags = With(Flags.Reserved, value);
    }

    /// <summary>Whether routers must not fragment the packet.</summary>
    public bool DontFragment
    {
        get => (_flags & Flags.DontFragment) != 0;
        init => _flags = With(Flags.DontFragment, value);
    }

    /// <summary>Whether more fragments follow.</summary>
    public bool MoreFragments
    {
        get => (_flags & Flags.MoreFragments) != 0;
        init => _flags = With(Flags.MoreFragments, value);
    }

    /// <summary>Where this fragment's payload starts in the whole, in octets: a multiple of 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no multiple of 8 from 0 to 65,528: no header can hold it.</exception>
    public int FragmentOffset
    {
        get => _fragmentOffset;
        init
        {
            if (value is < 0 or > MaxFragmentOffset || value % 8 != 0)
                throw new ArgumentOutOfRangeException(nameof(value), $"A fragment offset is a multiple of 8 octets up to 65528, not {value}.");
            _fragmentOffset = (ushort)value;
        }
    }

    /// <summary>The differentiated services code point, 0 to 63 (RFC 2474).</summary>
    public byte Dscp
    {
        get => (byte)(_typeOfService >> 2);
        init => _typeOfService = (byte)((value << 2) | (_typeOfService & 3));
    }

    /// <summary>The ECN field, 0 to 3 (RFC 3168 §5).</summary>
    public byte Ecn
    {
        get => (byte)(_typeOfService & 3);
        init => _typeOfService = (byte)((_typeOfService & ~3) | (value & 3));
    }

    /// <summary>The options as octets, a multiple of 4 and at most 40.</summary>
    public Payload Options
    {
        get => _options ?? Packets.Payload.Empty;
        init
        {
            _options = value.IsEmpty ? null : value;
            _wireLength = LengthOf(Payload, _options);
        }
    }

    /// <summary>The number of octets of the header.</summary>
    public int HeaderLength => MinHeaderLength + Options.WireLength;

    /// <summary>Whether it has options.</summary>
    internal bool HasOptions => _options is not null;

    /// <summary>Whether this is a part of a packet.</summary>
    public bool IsFragment => MoreFragments || _fragmentOffset > 0;

    /// <summary>The ports of the segment or datagram that it carries, the source's in the high half; 0 where it carries something else.</summary>
    /// <remarks>Routers with several routes ask at every hop: the payload, made long before, would have to be fetched from far away in memory.</remarks>
    internal uint Ports => _ports;

    /// <inheritdoc/>
    public override string ProtocolName => "IPv4";

    /// <inheritdoc/>
    public override Pdu Inner => Payload;

    /// <inheritdoc/>
    public override int WireLength => _wireLength;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = $"IP {Source} > {Destination}, {(Payload is Payload ? $"protocol {(byte)Protocol}, {Payload}" : Payload)}";
        return IsFragment ? $"{text} (fragment {Identification}@{FragmentOffset}{(MoreFragments ? "+" : "")})" : text;
    }

    private Flags With(Flags flag, bool isSet) => isSet ? _flags | flag : _flags & ~flag;

    private static uint PortsOf(Pdu payload) => payload switch
    {
        TcpSegment segment => ((uint)segment.SourcePort << 16) | segment.DestinationPort,
        UdpDatagram datagram => ((uint)datagram.SourcePort << 16) | datagram.DestinationPort,
        _ => 0,
    };

    private static int LengthOf(Pdu payload, Payload? options) =>
        MinHeaderLength + (options is null ? 0 : options.WireLength) + payload.WireLength;

    [Flags]
    private enum Flags : byte
    {
        MoreFragments = 1,
        DontFragment = 2,
        Reserved = 4,
    }
}
