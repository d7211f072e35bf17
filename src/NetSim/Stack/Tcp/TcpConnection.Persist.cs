using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>Probes: of a window that is closed (RFC 9293 §3.8.6.1), and of a peer that is silent (§3.8.4).</content>
internal sealed partial class TcpConnection
{
    private const int ForegroundProbes = 16; // the last of them is sent some ten minutes after the window closed

    private int _probes;                    // of the window, in a row
    private SimTime _probedSince;           // since when probes have had no answer
    private Duration _persistTimeout;       // the wait for the next window probe
    private int _keepAlives;                // in a row, without an answer
    private SimTime _heardAt;               // when a segment last came

    /// <summary>Nothing is in flight and nothing may go: a probe will ask whether the window has opened (§3.8.6.1).</summary>
    private void StartPersistTimer()
    {
        if (_persistTimer is { IsRunning: true } || _pacingTimer is { IsRunning: true })
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
    private void StartPersistTimeout() => Start(
        ref _persistTimer, PersistTimeout, UntilUserTimeout(_probedSince, Duration.Max(_persistTimeout, _options.MinPersistTimeout)),
        isBackground: _probes >= ForegroundProbes);

    private void OnPersistTimeout()
    {
        if (GivesUp(_probedSince, _probes, _options.DataRetries))
            return;
        if (_sndWnd > 0 && _scoreboard.Count == 0)
        {
            SendHeldBack();
            return;
        }

        _probes++;
        _persistTimeout = Duration.Min(_persistTimeout * 2, _options.MaxRto);
        ProbeWindow();
        StartPersistTimeout();
    }

    /// <summary>The window takes something, but silly-window avoidance has held it back: its override timeout is over (§3.8.6.2.1 (4)).</summary>
    private void SendHeldBack()
    {
        var length = Math.Min(Math.Min(OutgoingEnd - _sndNxt, SegmentRoom), _sndWnd);
        _trace?.Why(Reason.TcpProbes, length, _sndWnd, 1);
        SendNewData(length, _finQueued && length == OutgoingEnd - _sndNxt && length < _sndWnd, pushes: true);
        ComeToRest();
    }

    /// <summary>Probes with what the window lets go, or one octet, or the FIN where it alone is left.</summary>
    private void ProbeWindow()
    {
        var unacknowledged = OutgoingEnd - _sndUna;
        var length = Math.Min(Math.Max(_sndWnd, 1), Math.Min(SegmentRoom, unacknowledged));
        _trace?.Because(FirstSentEvent);
        _trace?.Why(Reason.TcpProbes, Math.Max(length, 1), _sndWnd, _probes);
        if (_options.WindowProbe == TcpProbeForm.OldNumber)
        {
            SendSegment(_sndUna - 1, TcpFlags.Ack, Payload.Empty, DataOptions());
            return;
        }

        var flags = TcpFlags.Ack | (length == 0 ? TcpFlags.Fin : 0) | (length > 0 && length == unacknowledged ? TcpFlags.Psh : 0);
        var isAgain = _sndMax > _sndUna;
        _sndMax = SequenceNumber.Max(_sndMax, _sndUna + Math.Max(length, 1));
        SendSegment(_sndUna, flags, length == 0 ? Payload.Empty : _outgoing.Read(0, length), DataOptions(), isAgain);
    }

    /// <summary>Keep-alives (§3.8.4): in the background, for a connection that nothing happens to keeps no run alive.</summary>
    private void StartKeepAlive()
    {
        if (!Settings.KeepAlive || State == TcpState.TimeWait)
        {
            _keepAliveTimer?.Disarm();
            return;
        }

        _keepAlives = 0;
        StartKeepAliveTimer(Settings.KeepAliveTime);
    }

    private void StartKeepAliveTimer(Duration delay) => Start(ref _keepAliveTimer, KeepAliveTimeout, delay, isBackground: true);

    private void OnKeepAliveTimeout()
    {
        var silence = _environment.Now - _heardAt;
        var hasData = _scoreboard.Count > 0 || OutgoingEnd > _sndNxt; // what is in flight asks the peer already
        if (hasData || silence < Settings.KeepAliveTime)
        {
            _keepAlives = 0;
            StartKeepAliveTimer(hasData ? Settings.KeepAliveTime : Settings.KeepAliveTime - silence);
            return;
        }

        var isOver = UserTimeout is { } userTimeout ? silence >= userTimeout && _keepAlives > 0 : _keepAlives >= Settings.KeepAliveRetryCount;
        if (isOver)
        {
            _trace?.In(PduAction.Drop, null, DropReason.TcpKeepAliveGivesUp, silence, _keepAlives);
            SendReset(Reason.TcpResetsTimedOut);
            End(_softError ?? System.Net.Sockets.SocketError.TimedOut);
            ComeToRest();
            return;
        }

        _keepAlives++;
        _trace?.Why(Reason.TcpKeepsAlive, silence, _keepAlives);
        _isResponse = IsBerkeley;
        SendSegment(_sndNxt - 1, TcpFlags.Ack, Payload.Empty, DataOptions());
        StartKeepAliveTimer(Settings.KeepAliveInterval);
    }
}
