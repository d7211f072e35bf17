using System.Net.Sockets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>OPEN (RFC 9293 §3.10.1) and the answers to SYN in LISTEN and SYN-SENT (§3.10.7.2, §3.10.7.3).</content>
internal sealed partial class TcpConnection
{
    private bool _isPassive;         // made by a listener
    private SocketError? _softError; // what ICMP or ARP told, which alone does not end an attempt (RFC 9293 §3.9.2.2)

    /// <summary>Active OPEN: sends a SYN.</summary>
    public void Connect()
    {
        if (_trace is not null)
        {
            Why(Reason.TcpChoosesPort, Remote, Local.Address, Local.Port);
            Why(Reason.TcpOpens, _iss);
        }

        TransitionTo(TcpState.SynSent);
        SendSyn(TcpFlags.Syn);
    }

    /// <summary>A listener has received a SYN: third check of §3.10.7.2.</summary>
    public void Accept(TcpSegment syn)
    {
        _isPassive = true;
        RecordSyn(syn);
        TransitionTo(TcpState.SynReceived);
        if (_trace is not null)
            In(PduAction.Accept, syn, MssReason(syn, Reason.TcpAnswersSyn, Reason.TcpAnswersSynWithoutMss), _sendMss, syn.Sequence);
        SendSyn(TcpFlags.Syn | TcpFlags.Ack);
    }

    /// <summary>SEGMENT ARRIVES in SYN-SENT (§3.10.7.3).</summary>
    private void OnSegmentInSynSent(TcpSegment segment)
    {
        if (!CheckAckInSynSent(segment)) return;          // first
        if (!CheckResetInSynSent(segment)) return;        // second
        if (!segment.Has(TcpFlags.Syn))                   // fifth
        {
            DropSegment(segment, DropReason.TcpNeitherSynNorReset);
            return;
        }

        RecordSyn(segment);                               // fourth
        if (!segment.Has(TcpFlags.Ack))
        {
            TransitionTo(TcpState.SynReceived);
            In(PduAction.Accept, segment, Reason.TcpSimultaneousOpen);
            _sndNxt = _iss;
            SendSyn(TcpFlags.Syn | TcpFlags.Ack);
            return;
        }

        AcknowledgeSyn(segment);
        TransitionTo(TcpState.Established);
        if (_trace is not null)
            In(PduAction.Accept, segment, MssReason(segment, Reason.TcpHandshakeAnswered, Reason.TcpHandshakeAnsweredWithoutMss), _sendMss, segment.Window);
        AcknowledgeNow(Reason.TcpAcksSyn);
        BeginQueuedClose();
        AcceptData(segment);
        AcceptFin(segment);
    }

    private bool CheckAckInSynSent(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Ack) || (segment.Acknowledgment > _iss && segment.Acknowledgment <= _sndMax))
            return true;
        DropSegment(segment, DropReason.TcpAckOfNothing, RelativeSent(segment.Acknowledgment));
        if (!segment.Has(TcpFlags.Rst))
            ResetBadAck(segment);
        return false;
    }

    private bool CheckResetInSynSent(TcpSegment segment)
    {
        if (!segment.Has(TcpFlags.Rst))
            return true;
        if (segment.Has(TcpFlags.Ack))
        {
            In(PduAction.Accept, segment, Reason.TcpRefused, Remote);
            End(SocketError.ConnectionRefused);
        }
        else
        {
            DropSegment(segment, DropReason.TcpResetWithoutAck);
        }

        return false;
    }

    private void RecordSyn(TcpSegment syn)
    {
        _irs = syn.Sequence;
        _rcvNxt = _rcvUp = syn.Sequence + 1;
        _rcvEdge = _rcvNxt + Settings.ReceiveBufferSize;
        var offered = syn.FindOption<MaximumSegmentSizeOption>()?.MaximumSegmentSize ?? _options.DefaultMaximumSegmentSize;
        // RFC 9293 §3.7.1; a peer that offers less than one octet would stop the connection for ever.
        _offeredMss = offered;
        _sendMss = Math.Max(1, Math.Min(offered, OwnMss));
        UpdateSendWindow(syn);
    }

    /// <summary>The peer has acknowledged this side's SYN.</summary>
    private void AcknowledgeSyn(TcpSegment segment)
    {
        _sndUna = SequenceNumber.Max(_iss + 1, segment.Acknowledgment);
        _sndNxt = SequenceNumber.Max(_sndNxt, _sndUna);
        _retransmissionTimer.Stop();
        TakeRttSample(segment.Acknowledgment);
        if (_timeouts > 0)
            _rtt.StartAfterSynLoss();
        _softError = null;
        // RFC 5681 §3.1: IW.
        var segments = _timeouts > 0 ? 1 : _sendMss switch { > 2190 => 2, > 1095 => 3, _ => 4 };
        _congestion.OnEstablished(new CongestionStart { MaximumSegmentSize = _sendMss, InitialWindow = segments * _sendMss, Now = _environment.Now });
        _timeouts = 0;
        _recover = _iss;
        UpdateSendWindow(segment);
    }

    private void SendSyn(TcpFlags flags)
    {
        var isAgain = _sndMax != _iss;
        SendSegment(_iss, flags, Packets.Payload.Empty, [new MaximumSegmentSizeOption((ushort)OwnMss)]);
        _sndNxt = _sndMax = _iss + 1;
        StartRetransmissionTimer();
        if (isAgain)
            _timedSequence = null; // Karn's algorithm (RFC 6298 §3)
        StartTiming(_iss + 1, isAgain);
    }

    private static Reason MssReason(TcpSegment syn, Reason with, Reason without) =>
        syn.FindOption<MaximumSegmentSizeOption>() is null ? without : with;
}
