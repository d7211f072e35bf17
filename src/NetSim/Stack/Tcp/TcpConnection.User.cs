using System.Net.Sockets;
using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>What the user asks for beyond the RFC's calls: looking ahead, errors, urgent data, settings.</content>
internal sealed partial class TcpConnection
{
    /// <summary>How many octets are written and not acknowledged (SIOCOUTQ).</summary>
    public int Unacknowledged => _outgoing.Length;

    /// <summary>Whether there is an urgent octet that <see cref="TryReadUrgent"/> would take, or that is ahead in the stream (POLLPRI).</summary>
    public bool HasUrgent => _urgentOctet is not null || (Settings.UrgentInline && _rcvUp > ReadPosition);

    /// <summary>Whether the next octet to be read is the urgent one (SIOCATMARK).</summary>
    public bool IsAtUrgentMark => _rcvUp - 1 == ReadPosition;

    private SequenceNumber? _takenUrgent; // the number after the urgent octet that left the stream, until what is behind it is read

    /// <summary>The number of the next octet that the application reads: before one that left the stream, that is not among the available ones.</summary>
    private SequenceNumber ReadPosition => _takenUrgent is { } taken && StreamPosition <= taken ? StreamPosition - 1 : StreamPosition;

    /// <summary>No read goes across the urgent mark, so that the application finds it (POSIX sockatmark; RFC 9293 §3.8.5, MUST-33).</summary>
    private Span<byte> UpToUrgentMark(Span<byte> destination)
    {
        var ahead = _rcvUp - 1 - ReadPosition;
        return ahead > 0 && ahead < destination.Length ? destination[..ahead] : destination;
    }

    private SequenceNumber StreamPosition => _rcvNxt - (_finDelivered ? 1 : 0) - _received.Available;

    /// <summary>Copies octets to the application without taking them (MSG_PEEK).</summary>
    public int Peek(Span<byte> destination) => _received.Peek(UpToUrgentMark(destination));

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

    /// <summary>The error that ended the connection, told once (SO_ERROR).</summary>
    public SocketError? TakeError()
    {
        var error = _untoldError;
        _untoldError = null;
        return error;
    }

    /// <summary>What ICMP told of the connection while it goes on, or null (RFC 9293 §3.9.2.2, MUST-47).</summary>
    public SocketError? SoftError => _softError;

    /// <summary>The user has changed <see cref="Settings"/>.</summary>
    public void OnSettingsChanged()
    {
        if (IsSynchronized)
            StartKeepAlive();
        ComeToRest();
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
