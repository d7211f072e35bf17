using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>Urgent data, sent and received (RFC 9293 §3.8.5, RFC 6093).</content>
internal sealed partial class TcpConnection
{
    private const int FarBehind = 1 << 29;

    private bool _hasUrgentMark;          // an urgent pointer has come: RCV.UP means something
    private SequenceNumber _rcvUp;        // RCV.UP: the number after the last urgent octet
    private byte? _urgentOctet;           // that octet, where it is kept out of the stream
    private SequenceNumber? _takenUrgent; // the number after the urgent octet that left the stream, until what is behind it is read

    /// <summary>Whether there is an urgent octet that <see cref="TryReadUrgent"/> would take, or that is ahead in the stream (POLLPRI).</summary>
    public bool HasUrgent => _urgentOctet is not null || (Settings.UrgentInline && _hasUrgentMark && _rcvUp > ReadPosition);

    /// <summary>Whether the next octet to be read is the urgent one (SIOCATMARK).</summary>
    public bool IsAtUrgentMark => _hasUrgentMark && _rcvUp - 1 == ReadPosition;

    /// <summary>The number of the next octet that the application reads: before one that left the stream, that is not among the available ones.</summary>
    private SequenceNumber ReadPosition => _takenUrgent is { } taken && StreamPosition <= taken ? StreamPosition - 1 : StreamPosition;

    /// <summary>No read goes across the urgent mark, so that the application finds it (POSIX sockatmark; RFC 9293 §3.8.5, MUST-33).</summary>
    private Span<byte> UpToUrgentMark(Span<byte> destination)
    {
        if (!_hasUrgentMark)
            return destination;
        var ahead = _rcvUp - 1 - ReadPosition;
        return ahead > 0 && ahead < destination.Length ? destination[..ahead] : destination;
    }

    private SequenceNumber StreamPosition => _rcvNxt - (_finDelivered ? 1 : 0) - _received.Available;

    /// <summary>Writes octets of which the last is urgent (MSG_OOB): SND.UP points behind it (RFC 9293 §3.8.5, RFC 6093 §3.1).</summary>
    public void WriteUrgent(Payload octets)
    {
        _sndUp = OutgoingEnd + octets.Length;
        Write(octets);
    }

    /// <summary>Takes the urgent octet, where it is kept out of the stream (MSG_OOB).</summary>
    public bool TryReadUrgent(out byte octet)
    {
        octet = _urgentOctet ?? 0;
        var has = _urgentOctet is not null;
        _urgentOctet = null;
        return has;
    }

    /// <summary>The urgent pointer (§3.10.7.4, sixth): it points behind the last urgent octet (RFC 6093 §3.1).</summary>
    private void AcceptUrgent(TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Urg) && State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)
            OnUrgentPointer(segment);
    }

    private void OnUrgentPointer(TcpSegment segment)
    {
        var pointer = segment.Sequence + segment.UrgentPointer;
        if ((_hasUrgentMark && pointer <= _rcvUp) || pointer <= _rcvNxt - _received.Available)
            return;
        _hasUrgentMark = true;
        _rcvUp = pointer;
        _urgentOctet = null;
        _changed = true; // MUST-32: the application is told
        _trace?.In(PduAction.Accept, segment, Reason.TcpUrgent, RelativeReceived(pointer));
    }

    /// <summary>Data came behind RCV.UP, or up to it. A mark that was passed goes along, or numbers would one day seem to be before it (§3.4).</summary>
    private void MoveUrgentMark()
    {
        _rcvUp = SequenceNumber.Max(_rcvUp, ReadPosition);
        if (_rcvNxt - _rcvUp > FarBehind)
            _rcvUp = _rcvNxt - FarBehind;
        TakeUrgentOctet();
    }

    /// <summary>Where the application wants urgent octets apart (no SO_OOBINLINE), the last of them leaves the stream.</summary>
    private void TakeUrgentOctet()
    {
        if (_takenUrgent < StreamPosition)
            _takenUrgent = null;
        if (Settings.UrgentInline || _takenUrgent == _rcvUp || _rcvUp > _rcvNxt || _rcvUp <= ReadPosition)
            return;
        _urgentOctet = _received.Take(_rcvUp - 1 - StreamPosition);
        _takenUrgent = _rcvUp;
    }
}
