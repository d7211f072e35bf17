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

    private readonly int _payloadLength = Payload.WireLength; // asked for at every hop: not computed again

    /// <summary>What it carries; octets when it is a fragment.</summary>
    public Pdu Payload
    {
        get;
        init
        {
            field = value;
            _payloadLength = value.WireLength;
        }
    } = Payload;

    /// <summary>The hops that remain.</summary>
    public byte TimeToLive { get; init; } = DefaultTimeToLive;

    /// <summary>Names the packet among those of its source, destination and protocol, for reassembly (RFC 6864).</summary>
    public ushort Identification { get; init; }

    /// <summary>Whether the reserved flag is set; it should not be.</summary>
    public bool ReservedFlag { get; init; }

    /// <summary>Whether routers must not fragment the packet.</summary>
    public bool DontFragment { get; init; }

    /// <summary>Whether more fragments follow.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where this fragment's payload starts in the whole, in octets: a multiple of 8.</summary>
    public int FragmentOffset { get; init; }

    /// <summary>The differentiated services code point, 0 to 63 (RFC 2474).</summary>
    public byte Dscp { get; init; }

    /// <summary>The ECN field, 0 to 3 (RFC 3168 §5).</summary>
    public byte Ecn { get; init; }

    /// <summary>The options as octets, a multiple of 4 and at most 40.</summary>
    public Payload Options { get; init; } = Packets.Payload.Empty;

    /// <summary>The number of octets of the header.</summary>
    public int HeaderLength => MinHeaderLength + Options.WireLength;

    /// <summary>Whether this is a part of a packet.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset > 0;

    /// <inheritdoc/>
    public override string ProtocolName => "IPv4";

    /// <inheritdoc/>
    public override Pdu Inner => Payload;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + _payloadLength;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = $"IP {Source} > {Destination}, {(Payload is Payload ? $"protocol {(byte)Protocol}, {Payload}" : Payload)}";
        return IsFragment ? $"{text} (fragment {Identification}@{FragmentOffset}{(MoreFragments ? "+" : "")})" : text;
    }
}
