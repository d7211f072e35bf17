using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>What acknowledgments tell, and what is sent again (RFC 6298, RFC 5681, RFC 6582, RFC 9293 §3.8).</content>
internal sealed partial class TcpConnection
{
    private const int DuplicateAckThreshold = 3; // RFC 5681 §3.2

    private readonly RttEstimator _rtt;
    private readonly ICongestionControl _congestion;
    private readonly SimTimer _retransmissionTimer;
    private readonly SimTimer _persistTimer;
    private SimTime _outstandingSince;      // since when what is in flight has made no progress
    private SequenceNumber? _timedSequence; // the acknowledgment that ends the measurement under way
    private SimTime _timedAt;
    private int _timeouts;                  // in a row, without progress
    private Duration _persistTimeout;       // the wait for the next window probe
    private int _duplicateAcks;
    private SequenceNumber _recover;        // "recover" (RFC 6582 §3.2)
    private bool _inRecovery;

    /// <summary>The acknowledgment of a segment in a synchronized state (§3.10.7.4, fifth).</summary>
    private void OnAcknowledgment(TcpSegment segment)
    {
        var acknowledged = segment.Acknowledgment - _sndUna;
        if (acknowledged > 0)
            OnNewAcknowledgment(segment, acknowledged);
        else if (IsDuplicateAck(segment))
            OnDuplicateAck(segment);
        if (acknowledged >= 0)
            UpdateSendWindow(segment);
    }

    private void OnNewAcknowledgment(TcpSegment segment, int acknowledged)
    {
        var octets = Math.Clamp(segment.Acknowledgment - _outgoingStart, 0, _outgoing.Length);
        _outgoing.Discard(octets);
        _outgoingStart += octets;
        _sndUna = segment.Acknowledgment;
        _sndNxt = SequenceNumber.Max(_sndNxt, _sndUna);
        _softError = null;
        _timeouts = 0;
        _duplicateAcks = 0;
        _changed = true;
        TakeRttSample(segment.Acknowledgment);
        ForgetSent();
        if (_inRecovery)
            OnAckInRecovery(acknowledged);
        else
            _congestion.OnAcknowledged(acknowledged);
        if (_trace is not null)
            In(PduAction.Accept, segment, Reason.TcpAckCovers, acknowledged, segment.Window, _congestion.Window, _rtt.Rto);

        // RFC 6298 §5.2, §5.3.
        if (FlightSize == 0)
            _retransmissionTimer.Stop();
        else
            StartRetransmissionTimer();
    }

    /// <summary>SND.WND := SEG.WND where the segment is not older than the last that told it (§3.10.7.4, fifth).</summary>
    private void UpdateSendWindow(TcpSegment segment)
    {
        if (IsSynchronized && (_sndWl1 > segment.Sequence || (_sndWl1 == segment.Sequence && _sndWl2 > segment.Acknowledgment)))
            return;
        if (segment.Window == 0 && _sndWnd > 0)
            In(PduAction.Accept, null, Reason.TcpWindowCloses);
        else if (segment.Window > 0 && _sndWnd == 0 && IsSynchronized)
            In(PduAction.Accept, null, Reason.TcpWindowOpens, segment.Window);
        _sndWnd = segment.Window;
        _maxSndWnd = Math.Max(_maxSndWnd, _sndWnd);
        _sndWl1 = segment.Sequence;
        _sndWl2 = segment.Acknowledgment;
    }

    /// <summary>The five conditions of RFC 5681 §2.</summary>
    private bool IsDuplicateAck(TcpSegment segment) =>
        FlightSize > 0 && segment.SequenceLength == 0 && segment.Acknowledgment == _sndUna && segment.Window == _sndWnd;

    private void OnDuplicateAck(TcpSegment segment)
    {
        _duplicateAcks++;
        In(PduAction.Accept, segment, Reason.TcpDuplicateAck, _duplicateAcks);
        if (_inRecovery)
        {
            _congestion.OnDuplicateInRecovery();
        }
        else if (_duplicateAcks == DuplicateAckThreshold && segment.Acknowledgment - 1 > _recover)
        {
            _inRecovery = true;
            _recover = _sndMax;
            _congestion.OnRecoveryStarted(FlightSize);
            Resend(Reason.TcpFastRetransmits, _duplicateAcks, _congestion.SlowStartThreshold, _congestion.Window);
        }
    }

    private void OnAckInRecovery(int acknowledged)
    {
        if (_sndUna >= _recover)
        {
            _inRecovery = false;
            _congestion.OnRecovered(FlightSize);
            return;
        }

        _congestion.OnPartialAcknowledgment(acknowledged);
        Resend(Reason.TcpResendsInRecovery, RelativeSent(_sndUna), RelativeSent(_recover));
    }

    private void OnRetransmissionTimeout()
    {
        var waited = _environment.Now - _outstandingSince;
        if (waited >= (IsSynchronized ? _options.RetransmissionTimeout : _options.SynTimeout))
        {
            In(PduAction.Drop, null, DropReason.TcpGivesUp, waited, _timeouts);
            if (IsSynchronized)
                SendReset(Reason.TcpResetsTimedOut);
            End(_softError ?? SocketError.TimedOut);
            ComeToRest();
            return;
        }

        var timeout = _rtt.Rto;
        _timeouts++;
        _rtt.BackOff();
        _timedSequence = null; // Karn's algorithm (RFC 6298 §3)
        _trace?.Because(FirstSentEvent);
        Why(Reason.TcpTimesOut, timeout, _timeouts, _rtt.Rto);
        if (State is TcpState.SynSent or TcpState.SynReceived)
        {
            SendSyn(State == TcpState.SynSent ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack);
            return;
        }

        _congestion.OnTimeout(FlightSize, isFirst: _timeouts == 1);
        _inRecovery = false;
        _recover = _sndMax;  // RFC 6582 §4
        _sndNxt = _sndUna;   // all of it again, as acknowledgments let it (RFC 5681 §3.1)
        _duplicateAcks = 0;
        StartRetransmissionTimer();
        ComeToRest();
    }

    /// <summary>Sends the first segment that is not acknowledged again, out of turn.</summary>
    private void Resend(Reason reason, params object?[] arguments)
    {
        var length = Math.Min(OutgoingEnd - _sndUna, _sendMss);
        var payload = length == 0 ? Payload.Empty : _outgoing.Read(_sndUna - _outgoingStart, length);
        var fin = _finQueued && _sndUna + length == OutgoingEnd && _sndMax > OutgoingEnd;
        _timedSequence = null;
        _trace?.Because(FirstSentEvent);
        Why(reason, arguments);
        SendSegment(_sndUna, TcpFlags.Ack | (fin ? TcpFlags.Fin : 0), payload);
        StartRetransmissionTimer();
    }

    private void StartRetransmissionTimer()
    {
        if (_timeouts == 0)
            _outstandingSince = _environment.Now;
        _retransmissionTimer.Start(_rtt.Rto);
    }

    private void StartTiming(SequenceNumber end, bool isAgain)
    {
        if (isAgain || _timedSequence is not null)
            return;
        _timedSequence = end;
        _timedAt = _environment.Now;
    }

    private void TakeRttSample(SequenceNumber acknowledgment)
    {
        if (_timedSequence is not { } timed || acknowledgment < timed)
            return;
        _timedSequence = null;
        var sample = _environment.Now - _timedAt;
        _rtt.AddSample(sample);
        if (_trace is not null)
            In(PduAction.Accept, null, Reason.TcpMeasuresRtt, sample, _rtt.SmoothedRtt, _rtt.Rto);
    }

    /// <summary>Nothing is in flight and nothing may go: a probe will ask whether the window has opened (§3.8.6.1).</summary>
    private void StartPersistTimer()
    {
        if (_persistTimer.IsRunning)
            return;
        if (_timeouts == 0)
            _persistTimeout = _rtt.Rto;
        _persistTimer.Start(_persistTimeout);
    }

    private void OnPersistTimeout()
    {
        // A peer that answers probes keeps the connection, however long its window stays closed (§3.8.6.1, MUST-37).
        if (_timeouts == 0)
            _outstandingSince = _environment.Now;
        if (_environment.Now - _outstandingSince >= _options.RetransmissionTimeout)
        {
            OnRetransmissionTimeout();
            return;
        }

        _timeouts++;
        _persistTimeout = Duration.Min(_persistTimeout * 2, _options.MaxRto);
        var length = Math.Clamp(_sndWnd, 1, Math.Min(_sendMss, OutgoingEnd - _sndUna));
        _trace?.Because(FirstSentEvent);
        Why(Reason.TcpProbes, length, _sndWnd, _timeouts);
        SendSegment(_sndUna, TcpFlags.Ack, _outgoing.Read(0, length));
        _sndMax = SequenceNumber.Max(_sndMax, _sndUna + length);
        _persistTimer.Start(_persistTimeout);
    }
}
