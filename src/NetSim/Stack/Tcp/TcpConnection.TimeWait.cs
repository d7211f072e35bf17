using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>TIME-WAIT, in which a <see cref="TimeWaitConnection"/> is in the place of the connection.</content>
internal sealed partial class TcpConnection
{
    private TimeWaitConnection? _timeWait;

    /// <summary>The state as the application sees it: one that has closed the connection is not told that TIME-WAIT is over.</summary>
    public TcpState StateToTell => _timeWait?.State ?? State;

    /// <summary>The host has received a segment in TIME-WAIT, while the connection is still held.</summary>
    public void OnReceivedInTimeWait(TcpSegment segment)
    {
        _segmentsReceived++;
        Probe?.OnSegmentReceived(this, segment);
    }

    /// <summary>The host has answered a segment in TIME-WAIT, while the connection is still held.</summary>
    public void OnSentInTimeWait(TcpSegment segment)
    {
        _segmentsSent++;
        Probe?.OnSegmentSent(this, segment, isRetransmission: false);
    }

    /// <summary>SEG.WND of an acknowledgment in TIME-WAIT: the application may have read meanwhile.</summary>
    public ushort WindowToTell()
    {
        if (IsBerkeley)
            return ResponseWindow();
        OpenReceiveWindow();
        return WindowField();
    }

    /// <summary>TIME-WAIT is over, while the connection is still held.</summary>
    public void EndTimeWait()
    {
        End(null);
        ComeToRest();
    }

    /// <summary>There is nothing left to do but to wait, which takes few numbers: they stay, and the connection goes when its application has closed it, unless somebody watches it.</summary>
    private void WaitAsRest()
    {
        if (_timeWait is null)
        {
            _timeWait = Rest();
            _timeWait.Start();
            _environment.OnTimeWait(this, _timeWait);
        }

        if (_isOrphaned && Probe is null && _trace is null)
            _timeWait.LetGo();
    }

    private TimeWaitConnection Rest() => new(_environment, this, _rcvEdge, _recentTimestamp, _challenges)
    {
        Iss = _iss,
        Irs = _irs,
        SndNxt = _sndMax,
        OldestAck = OldestAck,
        RcvNxt = _rcvNxt,
        Window = (WindowToTell(), (byte)_receiveShift),
        TimestampOffset = _usesTimestamps ? _timestampOffset : null,
        TellsDuplicates = _usesSack && _options.DuplicateSelectiveAcks && !IsBerkeley,
        EchoesCongestion = _usesEcn && _echoesCongestion,
        Delivery = (Settings.Dscp, Settings.TimeToLive, _usesEcn && _congestion.EchoesEachMark ? EcnCapable : (byte)0),
    };
}
