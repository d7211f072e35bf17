using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>The tail loss probe: when no acknowledgment comes for two round trips, one segment asks for it (RFC 8985 §7).</content>
internal sealed partial class TcpConnection
{
    private SequenceNumber? _tailProbeEnd;    // TLP.end_seq
    private bool _tailProbeWasResent;         // TLP.is_retrans

    /// <summary>TLP_calc_PTO (§7.2): after new data, and after an acknowledgment that leaves some in flight.</summary>
    private void ScheduleTailProbe()
    {
        if (!_options.TailLossProbe || !_usesSack || _phase != RecoveryPhase.Open || _tailProbeEnd is not null
            || _scoreboard.Count == 0 || _scoreboard.SackedSegments > 0 || _sndWnd == 0)
        {
            if (_probeTimer is not { IsRunning: true })
                return;
            _probeTimer.Disarm();
            if (_scoreboard.Count > 0)
                Start(ref _retransmissionTimer, RetransmissionTimeout, UntilTimeout);
            return;
        }

        var timeout = 1.Seconds;
        if (_rtt.SmoothedRtt > Duration.Zero)
        {
            timeout = _rtt.SmoothedRtt * 2;
            timeout += _scoreboard.Octets <= _sendMss ? _options.MaxPeerAckDelay : _options.TailProbeSlack;
        }

        _retransmissionTimer?.Disarm();
        Start(ref _probeTimer, ProbeTimeout, Duration.Min(timeout, UntilTimeout));
    }

    /// <summary>TLP_send_probe (§7.3): new data where there is some, else the last segment again.</summary>
    private void OnProbeTimeout()
    {
        if (_scoreboard.Count == 0)
            return;
        _trace?.Why(Reason.TcpProbesTail);
        var end = _sndNxt;
        _tailProbeWasResent = !SendProbeOfNewData();
        if (_tailProbeWasResent)
            Resend(LastInWindow, Reason.TcpSendsAgain);
        _tailProbeEnd = SequenceNumber.Max(end, _sndNxt);
        StartRetransmissionTimer();
        ComeToRest();
    }

    /// <summary>The last segment that the peer's window takes, should it have shrunk (RFC 9293 §3.8.6, MUST-34).</summary>
    private int LastInWindow => Math.Min(_scoreboard.IndexOf(_sndUna + Math.Max(_sndWnd, 1) - 1), _scoreboard.Count - 1);

    private bool SendProbeOfNewData()
    {
        var length = Math.Min(Math.Min(OutgoingEnd - _sndNxt, SegmentRoom), _sndUna + _sndWnd - _sndNxt);
        if (length <= 0)
            return false;
        SendNewData(length, fin: false);
        return true;
    }

    /// <summary>TLP_process_ack (§7.4.2): a loss that the probe repaired is congestion all the same.</summary>
    private void OnTailProbeAnswered(ref AckTally tally)
    {
        if (_tailProbeEnd is not { } end || _sndUna < end)
            return;
        if (!_tailProbeWasResent || tally.HasDuplicateSack)
        {
            _tailProbeEnd = null;
        }
        else if (_sndUna > end)
        {
            _tailProbeEnd = null;
            if (_phase is RecoveryPhase.Open or RecoveryPhase.Disorder)
                EnterCwr(CongestionCause.Loss);
        }
        else if (tally.IsPlainDuplicate)
        {
            _tailProbeEnd = null; // the original and the probe have both arrived
        }
    }
}
