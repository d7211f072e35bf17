using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>What becomes of a SYN cookie (RFC 4987 §3.6).</content>
internal sealed partial class TcpConnection
{
    /// <summary>
    /// The connection that was not kept when its SYN was answered: in SYN-RECEIVED, its SYN+ACK in flight. It was made with the
    /// cookie as its initial sequence number; the acknowledgment itself is still to be processed.
    /// </summary>
    /// <param name="ack">What acknowledges the cookie: the next octets from either side have its numbers.</param>
    /// <param name="options">What the cookie kept of the SYN's options; the timestamp is the acknowledgment's.</param>
    public void AcceptCookie(TcpSegment ack, TcpHandshakeOptions options)
    {
        _isPassive = true;
        RecordSyn(ack with { Sequence = ack.Sequence - 1, Payload = Payload.Empty }, options);
        _sentSyn = TcpFlags.Syn | TcpFlags.Ack;
        _outstandingSince = _environment.Now;
        _sndNxt = _sndMax = _iss + 1;
        _usesEcn = options.Ecn && _options.Ecn != EcnMode.Off;
        TransitionTo(TcpState.SynReceived);
        StartRetransmissionTimer();
    }
}
