using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <content>The timers. Each is made when it is first started, and let go when the connection needs it no more.</content>
internal sealed partial class TcpConnection
{
    private static readonly TcpTimeout RetransmissionTimeout = new("retransmission timeout", connection => connection.OnRetransmissionTimeout());
    private static readonly TcpTimeout DelayedAckTimeout = new("delayed acknowledgment", connection => connection.OnDelayedAckTimeout());
    private static readonly TcpTimeout PersistTimeout = new("window probe", connection => connection.OnPersistTimeout());
    private static readonly TcpTimeout KeepAliveTimeout = new("keep-alive", connection => connection.OnKeepAliveTimeout());
    private static readonly TcpTimeout ReorderingTimeout = new("RACK's reordering timeout", connection => connection.OnReorderingTimeout());
    private static readonly TcpTimeout ProbeTimeout = new("tail loss probe", connection => connection.OnProbeTimeout());
    private static readonly TcpTimeout PacingTimeout = new("pacing", connection => connection.ComeToRest());
    private static readonly TcpTimeout FinWait2Timeout = new("end of FIN-WAIT-2", connection => connection.End(null));

    private SimTimer? _retransmissionTimer;
    private SimTimer? _delayedAckTimer;
    private SimTimer? _persistTimer;
    private SimTimer? _keepAliveTimer;
    private SimTimer? _reorderingTimer;   // RACK's (RFC 8985 §6.2, step 5)
    private SimTimer? _probeTimer;        // PTO
    private SimTimer? _pacingTimer;
    private SimTimer? _finWait2Timer;     // of a connection whose application is gone

    private void Start(ref SimTimer? timer, TcpTimeout timeout, Duration delay, bool isBackground = false)
    {
        if (timer is null || timer.IsBackground != isBackground)
        {
            timer ??= _environment.CreateTimer(this, timeout);
            timer.IsBackground = isBackground;
        }

        timer.Arm(delay);
    }

    private void ReleaseTimers()
    {
        Release(ref _retransmissionTimer);
        Release(ref _delayedAckTimer);
        Release(ref _persistTimer);
        Release(ref _keepAliveTimer);
        Release(ref _reorderingTimer);
        Release(ref _probeTimer);
        Release(ref _pacingTimer);
        Release(ref _finWait2Timer);
    }

    private static void Release(ref SimTimer? timer)
    {
        timer?.Release();
        timer = null;
    }
}
