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
    private const int ForegroundProbes = 16;     // the last of them is sent some ten minutes after the window closed

    private readonly RttEstimator _rtt;
    private readonly ICongestionControl _congestion;
    private readonly SimTimer _retransmissionTimer;
    private readonly SimTimer _persistTimer;
    private SimTime _outstandingSince;      // since when what is in flight has made no progress
    private SequenceNumber? _timedSequence; // the acknowledgment that ends the measurement under way
    private SimTime _timedAt;
    private int _timeouts;                  // in a row, without progress
    private int _probes;                    // of the window, in a row
    private SimTime _probedSince;           // since when probes have had no answer
    private Duration _persistTimeout;       // the wait for the next window probe
    private int _duplicateAcks;
    private int _flightAtLoss;              // what was in flight at the first of them, without limited transmit (RFC 5681 §3.2 (2))
    private SequenceNumber _recover;        // the number after "recover" (RFC 6582 §3.2)
    private bool _inRecovery;

    /// <summary>The acknowledgment of a segment in a synchronized state (§3.10.7.4, fifth).</summary>
    private void OnAcknowledgment(TcpSegment segment)
    {
        var acknowledged = segment.Acknowledgment - _sndUna;
        if (acknowledged > 0)
            OnNewAcknowledgment(segment, acknowledged);
        else if (IsDuplicateAck(segment))
            OnDuplicateAck(segment);
        if (acknowledged < 0)
            return;
        UpdateSendWindow(segment);
        _probedSince = _environment.Now; // a peer that answers keeps the connection, however long its window stays closed (MUST-37)
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
        _persistTimer.Stop();
        _changed = true;
        TakeRttSample(segment.Acknowledgment);
        ForgetSent();
        if (_inRecovery)
            OnAckInRecovery(acknowledged);
        else
            _congestion.OnAcknowledged(new AckSample
            {
                Now = _environment.Now,
                AcknowledgedOctets = acknowledged,
                DeliveredOctets = acknowledged,
                FlightSizeBefore = FlightSize + acknowledged,
                FlightSize = FlightSize,
                IsWindowLimited = true,
                MayGrow = true,
                SmoothedRtt = _rtt.SmoothedRtt,
            });
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
        if (segment.Window > 0)
            _probes = 0;
        _sndWnd = segment.Window;
        _maxSndWnd = Math.Max(_maxSndWnd, _sndWnd);
        _sndWl1 = segment.Sequence;
        _sndWl2 = segment.Acknowledgment;
    }

    /// <summary>The five conditions of RFC 5681 §2. A peer whose window is closed answers probes: that tells of no loss.</summary>
    private bool IsDuplicateAck(TcpSegment segment) =>
        FlightSize > 0 && _sndWnd > 0 && segment.SequenceLength == 0 && segment.Acknowledgment == _sndUna && segment.Window == _sndWnd;

    private void OnDuplicateAck(TcpSegment segment)
    {
        if (_duplicateAcks++ == 0)
            _flightAtLoss = FlightSize;
        In(PduAction.Accept, segment, Reason.TcpDuplicateAck, _duplicateAcks);
        if (_inRecovery)
        {
            _congestion.Window += _sendMss; // RFC 6582 §3.2 (3)
        }
        else if (_duplicateAcks == DuplicateAckThreshold && segment.Acknowledgment > _recover)
        {
            _inRecovery = true;
            _recover = _sndMax;
            _congestion.OnCongestion(new CongestionSignal { Cause = CongestionCause.Loss, FlightSize = _flightAtLoss, Now = _environment.Now });
            _congestion.Window = _congestion.SlowStartThreshold + (3 * _sendMss); // RFC 6582 §3.2 (2)
            Resend(Reason.TcpFastRetransmits, _duplicateAcks, _congestion.SlowStartThreshold, _congestion.Window);
        }
    }

    private void OnAckInRecovery(int acknowledged)
    {
        if (_sndUna >= _recover)
        {
            _inRecovery = false;
            _congestion.Window = Math.Min(_congestion.SlowStartThreshold, Math.Max(FlightSize, _sendMss) + _sendMss); // RFC 6582 §3.2 (5), option 1
            _congestion.OnRecovered(_environment.Now);
            return;
        }

        // RFC 6582 §3.2 (5): deflate by what was acknowledged, and add back one segment if that was at least one.
        _congestion.Window = Math.Max(_congestion.Window - acknowledged, _sendMss) + (acknowledged >= _sendMss ? _sendMss : 0);
        Resend(Reason.TcpResendsInRecovery, RelativeSent(_sndUna), RelativeSent(_recover));
    }

    private void OnRetransmissionTimeout()
    {
        if (GivesUp(_outstandingSince, _timeouts))
            return;

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

        _congestion.OnTimeout(FlightSize, isFirst: _timeouts == 1, _environment.Now);
        _inRecovery = false;
        _recover = _sndMax;  // RFC 6582 §4
        _sndNxt = _sndUna;   // all of it again, as acknowledgments let it (RFC 5681 §3.1)
        _duplicateAcks = 0;
        if (_sndWnd > 0)
            StartRetransmissionTimer(); // else the peer took its window back, and is probed (§3.8.6, MUST-35)
        ComeToRest();
    }

    /// <summary>Ends the connection when its time is up: R2 (§3.8.3).</summary>
    private bool GivesUp(SimTime since, int times)
    {
        var waited = _environment.Now - since;
        if (waited < (IsSynchronized ? _options.RetransmissionTimeout : _options.SynTimeout))
            return false;
        In(PduAction.Drop, null, DropReason.TcpGivesUp, waited, times);
        if (IsSynchronized)
            SendReset(Reason.TcpResetsTimedOut);
        End(_softError ?? SocketError.TimedOut);
        ComeToRest();
        return true;
    }

    /// <summary>Sends the first segment that is not acknowledged again, out of turn.</summary>
    private void Resend(Reason reason, params object?[] arguments)
    {
        var length = Math.Min(SequenceNumber.Min(OutgoingEnd, _sndMax) - _sndUna, _sendMss);
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
        if (_probes == 0)
        {
            _persistTimeout = _rtt.Rto;
            _probedSince = _environment.Now;
        }

        StartPersistTimeout();
    }

    /// <summary>
    /// A peer that answers probe after probe without opening its window has an application that does not read. The probes go on, as they
    /// must, but in the background: a run whose last activity they are has come to its end.
    /// </summary>
    private void StartPersistTimeout()
    {
        _persistTimer.IsBackground = _probes >= ForegroundProbes;
        _persistTimer.Start(_persistTimeout);
    }

    /// <summary>Probes with what the window lets go, or one octet, or the FIN where it alone is left.</summary>
    private void OnPersistTimeout()
    {
        if (GivesUp(_probedSince, _probes))
            return;
        _probes++;
        _persistTimeout = Duration.Min(_persistTimeout * 2, _options.MaxRto);
        var unacknowledged = OutgoingEnd - _sndUna;
        var length = Math.Min(Math.Max(_sndWnd, 1), Math.Min(_sendMss, unacknowledged));
        _trace?.Because(FirstSentEvent);
        Why(Reason.TcpProbes, Math.Max(length, 1), _sndWnd, _probes);
        var flags = TcpFlags.Ack | (length == 0 ? TcpFlags.Fin : 0) | (length > 0 && length == unacknowledged ? TcpFlags.Psh : 0);
        SendSegment(_sndUna, flags, length == 0 ? Payload.Empty : _outgoing.Read(0, length));
        _sndMax = SequenceNumber.Max(_sndMax, _sndUna + Math.Max(length, 1));
        StartPersistTimeout();
    }
}
