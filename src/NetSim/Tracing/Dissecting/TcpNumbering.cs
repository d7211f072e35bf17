using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Tracing.Dissecting;

/// <summary>Counts the numbers of TCP's segments from the initial ones, which a reader can follow.</summary>
/// <remarks>The segments must be read in the order in which they were sent.</remarks>
internal sealed class TcpNumbering
{
    // From source and its port, destination and its port.
    private readonly Dictionary<(Ipv4Address, ushort, Ipv4Address, ushort), SequenceNumber> _initial = [];

    /// <summary>The segment's line, with its numbers relative to the initial ones.</summary>
    public string Line(Ipv4Packet packet, TcpSegment segment)
    {
        var way = (packet.Source, segment.SourcePort, packet.Destination, segment.DestinationPort);
        var back = (packet.Destination, segment.DestinationPort, packet.Source, segment.SourcePort);
        if (segment.Has(TcpFlags.Syn))
            Begin(way, back, segment);

        var sequence = Relative(way, segment.Sequence);
        var acknowledgment = segment.Has(TcpFlags.Ack) ? Relative(back, segment.Acknowledgment) : default;
        return segment.ToString(sequence, acknowledgment);
    }

    private void Begin(
        (Ipv4Address, ushort, Ipv4Address, ushort) way, (Ipv4Address, ushort, Ipv4Address, ushort) back, TcpSegment segment)
    {
        // The same number again is a retransmission. Another one is a new connection of the same sockets, whose other side begins anew.
        var isKnown = _initial.TryGetValue(way, out var initial);
        if (isKnown && initial != segment.Sequence && !segment.Has(TcpFlags.Ack))
            _initial.Remove(back);
        _initial[way] = segment.Sequence;
    }

    // Where the trace does not hold the SYN, the first number seen counts as the first octet's.
    private SequenceNumber Relative((Ipv4Address, ushort, Ipv4Address, ushort) way, SequenceNumber number)
    {
        if (!_initial.TryGetValue(way, out var initial))
            _initial[way] = initial = number - 1;
        return new(number.Value - initial.Value);
    }
}
