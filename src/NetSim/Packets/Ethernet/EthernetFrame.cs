using System.Runtime.CompilerServices;

namespace NetSim.Packets.Ethernet;

/// <summary>An Ethernet II frame, from the destination address to the padding; the FCS is not part of it (IEEE 802.3-2022 §3.1.1).</summary>
/// <param name="Destination">Who is to receive it.</param>
/// <param name="Source">Who sends it.</param>
/// <param name="EtherType">What it carries. A value below 0x0600 is the length of an IEEE 802.3 frame, whose payload stays octets.</param>
/// <param name="Payload">What it carries; short payloads are padded with zeros on the wire.</param>
public sealed partial record EthernetFrame(MacAddress Destination, MacAddress Source, EtherType EtherType, Pdu Payload) : Pdu
{
    /// <summary>The number of octets of the header.</summary>
    public const int HeaderLength = 14;

    /// <summary>The least number of octets without FCS: shorter frames are padded (IEEE 802.3-2022 §4A.2.3.2.4).</summary>
    public const int MinLength = 60;

    /// <summary>The greatest number of payload octets (IEEE 802.3-2022 §3.2.7).</summary>
    public const int MaxPayloadLength = 1500;

    private MacAddress _destination = Destination;
    private MacAddress _source = Source;
    private readonly Pdu _content = Payload; // with the trailer, which few frames have: for a field of its own each would take eight octets
    private readonly int _wireLength = LengthOf(Payload); // asked for at every hop: not computed again
    private readonly bool _hasTrailer;

    /// <summary>Who is to receive it.</summary>
    public MacAddress Destination
    {
        get => _destination;
        init => _destination = value;
    }

    /// <summary>Who sends it.</summary>
    public MacAddress Source
    {
        get => _source;
        init => _source = value;
    }

    /// <summary>What it carries; short payloads are padded with zeros on the wire.</summary>
    public Pdu Payload
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // a comparison and a load, where there is no trailer
        get => _hasTrailer && _content is PduPair pair ? pair.First : _content;
        init
        {
            _content = PduPair.Of(value, Trailer);
            _wireLength = LengthOf(_content);
        }
    }

    /// <summary>Octets behind the payload that are not padding; kept as they came.</summary>
    public Payload Trailer
    {
        get => _hasTrailer && _content is PduPair pair ? (Payload)pair.Second : Packets.Payload.Empty;
        init
        {
            _content = PduPair.Of(Payload, value);
            _hasTrailer = !value.IsEmpty;
            _wireLength = LengthOf(_content);
        }
    }

    /// <inheritdoc/>
    public override string ProtocolName => "Ethernet";

    /// <inheritdoc/>
    public override Pdu Inner => Payload;

    /// <inheritdoc/>
    public override int WireLength => _wireLength;

    /// <inheritdoc/>
    public override string ToString() => $"{Source} > {Destination}, {Payload}";

    private static int LengthOf(Pdu content) => Math.Max(MinLength, HeaderLength + content.WireLength);
}
