using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>SEGMENT ARRIVES in LISTEN (RFC 9293 §3.10.7.2), SYN cookies (RFC 4987 §3.6), and the end of TIME-WAIT by a newer SYN (RFC 6191).</content>
internal sealed partial class TcpProtocol
{
    private void OnSegmentInListen(TcpListening listening, Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment segment, byte ecn)
    {
        if (segment.Has(TcpFlags.Rst))                                                  // first
            Drop(segment, DropReason.TcpResetOfNothing);
        else if (segment.Has(TcpFlags.Ack))                                             // second
            OnAckInListen(listening, local, remote, segment, ecn);
        else if (segment.Has(TcpFlags.Syn))                                             // third
            OnSyn(listening, local, remote, segment);
        else
            Drop(segment, DropReason.TcpNeitherSynNorReset);                            // fourth
    }

    private void OnSyn(TcpListening listening, Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment syn)
    {
        if (listening.IsAcceptQueueFull)
            Drop(syn, DropReason.TcpBacklogFull, listening.Port, listening.Backlog);
        else if (_options.SynCookies == SynCookieMode.Always && AnswerWithCookie(listening, local, remote, syn))
            return;
        else if (!listening.IsSynQueueFull)
            _ = Accept(listening, local, remote, syn, InitialSequenceNumber(local, remote));
        else if (_options.SynCookies == SynCookieMode.Off || !AnswerWithCookie(listening, local, remote, syn))
            Drop(syn, DropReason.TcpSynQueueFull, listening.Port, listening.Backlog);
    }

    private TcpConnection Accept(TcpListening listening, Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment syn, SequenceNumber iss)
    {
        Trace?.In(Layer.Transport, PduAction.Decapsulate, syn, Reason.TcpFindsListener, listening.Port);
        var connection = Open(local, remote, iss, listening.Settings.Share());
        listening.Add(connection);
        connection.Accept(syn);
        return connection;
    }

    /// <summary>
    /// A SYN that is newer than a connection in TIME-WAIT opens another in its place, whose numbers are beyond all of the old one's
    /// (§3.6.1 (1)). The handshake's queue may be full: this peer was here before, and is no stranger's invention.
    /// </summary>
    private void OnSegmentInTimeWait(TimeWaitConnection old, TcpSegment segment)
    {
        if (!old.YieldsTo(segment) || _ports.FindListener(old.Local) is not { IsAcceptQueueFull: false } listening)
        {
            old.OnSegment(segment);
            return;
        }

        Trace?.In(Layer.Transport, PduAction.Accept, null, Reason.TcpTimeWaitYields, old.Remote);
        _connections.Remove(old);
        var iss = SequenceNumber.Max(InitialSequenceNumber(old.Local, old.Remote), old.SndNxt + 1);
        _replaced.Add(Accept(listening, old.Local, old.Remote, segment, iss), old);
    }

    /// <summary>The handshake has shown what the SYN was that took the place of a connection in TIME-WAIT: an old duplicate, and TIME-WAIT goes on (§3.6.1 (2)), or not.</summary>
    private void SettleTakeOver(TcpConnection newer)
    {
        if (newer.State == TcpState.SynReceived || !_replaced.Remove(newer, out var old) || old.State != TcpState.TimeWait)
            return;
        if (newer.State == TcpState.Closed)
            _connections.Add(old);
        else
            old.End();
    }

    /// <summary>
    /// Whether a segment in SYN-RECEIVED is looked at: not where the listener waits for data, nor where as many connections wait to be accepted as may
    /// and this would be one more. The peer's next segment, or its answer to the next SYN+ACK, tries again.
    /// </summary>
    private bool MayCompleteHandshake(TcpConnection connection, TcpSegment segment)
    {
        if (connection.WaitsForData(segment))
            Drop(segment, DropReason.TcpWaitsForData, connection.Local.Port);
        else if (connection.Observer is TcpListening { IsAcceptQueueFull: true } listening && segment.Has(TcpFlags.Ack) && !segment.Has(TcpFlags.Rst))
            Drop(segment, DropReason.TcpAcceptQueueFull, listening.Port, listening.Backlog);
        else
            return true;
        return false;
    }

    /// <summary>Sends a SYN+ACK as a connection would, but keeps none. False where the peer's MSS is too small for a cookie.</summary>
    private bool AnswerWithCookie(TcpListening listening, Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment syn)
    {
        var offered = TcpHandshakeOptions.Read(syn);
        var peerMss = Math.Max(_options.MinimumSegmentSize, offered.MaximumSegmentSize ?? _options.DefaultMaximumSegmentSize);
        if (_synCookies.Make(local, remote, syn.Sequence, peerMss, Now) is not { } iss)
            return false;

        listening.OnCookie(Now);
        var agreed = Agree(offered);
        var synAck = new TcpSegment
        {
            SourcePort = local.Port,
            DestinationPort = remote.Port,
            Sequence = iss,
            Acknowledgment = syn.Sequence + 1,
            Flags = TcpFlags.Syn | TcpFlags.Ack | (agreed.Ecn ? TcpFlags.Ece : 0),
            Window = (ushort)Math.Min(listening.Settings.ReceiveBufferSize, ushort.MaxValue),
            Options = SynAckOptions(listening.Settings, local, remote, agreed),
        };
        if (Trace is { } trace)
        {
            trace.In(Layer.Transport, PduAction.Decapsulate, syn, Reason.TcpFindsListener, listening.Port);
            trace.Out(Layer.Transport, PduAction.Encapsulate, synAck, Reason.TcpSendsCookie, iss);
        }

        Transmit(local.Address, remote.Address, synAck, listening.Settings.Dscp, listening.Settings.TimeToLive, ecn: 0);
        return true;
    }

    /// <summary>What both sides have of a SYN's options, and a cookie can keep: without timestamps, nothing.</summary>
    private TcpHandshakeOptions Agree(TcpHandshakeOptions offered) => !_options.Timestamps || offered.Timestamp is null ? default : new()
    {
        WindowScale = _options.WindowScaling ? offered.WindowScale : null,
        SackPermitted = _options.SelectiveAcks && offered.SackPermitted,
        Ecn = _options.Ecn != EcnMode.Off && offered.Ecn,
        Timestamp = offered.Timestamp,
    };

    private Packets.PduList<TcpOption> SynAckOptions(TcpSettings settings, Ipv4EndPoint local, Ipv4EndPoint remote, TcpHandshakeOptions agreed)
    {
        const int headersLength = Ipv4Packet.MinHeaderLength + TcpSegment.MinHeaderLength;
        var limit = Math.Min(_options.MaximumSegmentSize, settings.MaximumSegmentSize ?? int.MaxValue);
        var mss = Math.Clamp(_ipv4.PathMtu(remote.Address) - headersLength, 1, limit);
        int? windowScale = agreed.WindowScale is null ? null : TcpOptionBuilder.WindowScale(_options, settings);
        var timestamp = SynCookies.KeepOptions(agreed, TimestampClock.At(Now)) + TimestampOffset(local, remote);
        return TcpOptionBuilder.BuildSyn(
            _options, mss, windowScale, agreed.SackPermitted, agreed.Timestamp is { } echo ? (timestamp, echo) : null);
    }

    /// <summary>An acknowledgment of what no connection has sent: of a cookie, or of nothing.</summary>
    private void OnAckInListen(TcpListening listening, Ipv4EndPoint local, Ipv4EndPoint remote, TcpSegment segment, byte ecn)
    {
        if (segment.Has(TcpFlags.Syn) || !listening.MayHaveCookies(Now)
            || _synCookies.Check(local, remote, segment.Sequence - 1, segment.Acknowledgment - 1, Now) is not { } mss)
        {
            Reset(local, remote, segment);
        }
        else if (listening.IsAcceptQueueFull && listening.IsSynQueueFull)
        {
            Drop(segment, DropReason.TcpAcceptQueueFull, listening.Port, listening.Backlog);
        }
        else
        {
            uint? timestamp = _options.Timestamps && segment.HasTimestamps ? segment.TimestampValue : null;
            var kept = timestamp is null ? default : SynCookies.RecallOptions(segment.TimestampEcho - TimestampOffset(local, remote));
            Trace?.In(Layer.Transport, PduAction.Accept, null, Reason.TcpFindsCookie, listening.Port, mss);
            var connection = Open(local, remote, segment.Acknowledgment - 1, listening.Settings.Share());
            listening.Add(connection);
            connection.AcceptCookie(segment, Agree(kept with { Timestamp = timestamp }) with { MaximumSegmentSize = mss });
            OnSegment(connection, segment, ecn);
        }
    }
}
