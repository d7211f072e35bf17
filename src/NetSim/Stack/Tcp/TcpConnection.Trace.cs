using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>What the machine says about itself; nothing here decides anything.</content>
internal sealed partial class TcpConnection
{
    // The event in which what is in flight was sent first, so that what is sent again can name it.
    private PduEvent? FirstSentEvent => _scoreboard.Count > 0 ? _scoreboard[0].Event : null;

    private void TraceArrival(TcpSegment segment) =>
        _trace!.In(PduAction.Decapsulate, segment, Reason.TcpFindsConnection, Remote, State.ToRfcName());

    private void TraceDelivery(TcpSegment segment, int delivered) =>
        _trace!.In(PduAction.Accept, segment, Reason.TcpDelivers, delivered, RelativeReceived(_rcvNxt));

    private void TraceSendReason(Payload payload, TcpFlags flags)
    {
        if (payload.Length > 0)
            _trace?.Why(Reason.TcpSendsData, payload.Length, _sndWnd, Pipe, _congestion.Window);
        if ((flags & TcpFlags.Fin) != 0)
            _trace?.Why(Reason.TcpSendsFin, RelativeSent(OutgoingEnd));
    }

    private void TraceSegment(TcpSegment segment)
    {
        var sequence = RelativeSent(segment.Sequence);
        var mss = segment.FindOption<MaximumSegmentSizeOption>();
        if (mss is not null && segment.Has(TcpFlags.Ack))
            Send(Reason.TcpSendsSynAck, RelativeReceived(segment.Acknowledgment), segment.Window, mss.MaximumSegmentSize);
        else if (mss is not null)
            Send(Reason.TcpSendsSyn, segment.Window, mss.MaximumSegmentSize);
        else if (segment.Has(TcpFlags.Ack))
            Send(Reason.TcpSends, RelativeReceived(segment.Acknowledgment), segment.Window, segment.Payload.Length);
        else
            Send(Reason.TcpSendsWithoutAck);

        void Send(Reason reason, params object?[] arguments) => _trace!.Out(
            Layer.Transport, PduAction.Encapsulate, segment, reason,
            [segment.FlagNames, Local.Port, Remote.Port, sequence, .. arguments]);
    }

    /// <summary>The application would write and has to wait for room.</summary>
    public void TraceBlocked(Payload octets) =>
        _trace?.Out(Layer.Transport, PduAction.Queue, octets, Reason.TcpSendBufferFull, octets.Length, SendBufferLimit);

    /// <summary>Why octets that were written do not leave at once.</summary>
    private void TraceHold(Payload octets)
    {
        var flight = _sndNxt - _sndUna;
        var (reason, value) = (State, flight) switch
        {
            (TcpState.SynSent or TcpState.SynReceived, _) => (Reason.TcpHoldsForHandshake, 0),
            _ when flight >= _sndWnd => (Reason.TcpHoldsForWindow, _sndWnd),
            _ when flight >= _congestion.Window => (Reason.TcpHoldsForCongestion, _congestion.Window),
            _ => (Reason.TcpHoldsForNagle, flight),
        };
        _trace!.Out(Layer.Transport, PduAction.Queue, octets, reason, octets.Length, value);
    }
}
