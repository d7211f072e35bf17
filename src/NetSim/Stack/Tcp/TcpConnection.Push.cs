using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>
/// Which octets are pushed besides the last that waits to be sent (RFC 9293 §3.9.1.2). Linux also pushes in the middle of long writes,
/// whenever a buffer is full and more than half of the greatest window has been written since the last push (forced_push), so that the
/// peer's application does not wait for a window's worth.
/// </content>
internal sealed partial class TcpConnection
{
    private const int LargestBuffer = 65_535 - 320; // 64 KiB of one large segment, less the headers' room (sk_gso_max_size)

    private Queue<SequenceNumber>? _pushes; // null before the first
    private SequenceNumber? _pushedUpTo;
    private int _filled;                  // of the last buffer

    private void NotePushes(int octets)
    {
        if (!IsSynchronized || _sendMss <= 0)
            return;
        var half = _maxSndWnd > 536 ? _maxSndWnd / 2 : _maxSndWnd;
        var capacity = Math.Max(Math.Min(half, LargestBuffer) / _sendMss, 1) * _sendMss;
        var written = OutgoingEnd - octets;
        _pushedUpTo ??= written;
        _filled = Math.Min(_filled, Math.Max(written - _sndNxt, 0));
        for (var left = octets; left > 0;)
        {
            var taken = Math.Min(left, Math.Max(capacity - _filled, 0));
            (written, left, _filled) = (written + taken, left - taken, _filled + taken);
            if (_filled < capacity)
                break;
            _filled = 0;
            if (written - _pushedUpTo.Value <= _maxSndWnd / 2)
                continue;
            _pushes ??= new Queue<SequenceNumber>();
            _pushes.Enqueue(written);
            _pushedUpTo = written;
        }

        if (!Settings.Cork)
            _pushedUpTo = OutgoingEnd;
    }

    private bool IsPushedWithin(SequenceNumber sequence, int length) => _pushes is not null && TakePushesWithin(_pushes, sequence, length);

    private static bool TakePushesWithin(Queue<SequenceNumber> pushes, SequenceNumber sequence, int length)
    {
        var isPushed = false;
        while (pushes.TryPeek(out var end) && end <= sequence + length)
            isPushed |= pushes.Dequeue() > sequence;
        return isPushed;
    }
}
