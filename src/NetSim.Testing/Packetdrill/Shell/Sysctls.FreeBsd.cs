using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Testing.Packetdrill.Shell;

/// <content>FreeBSD's names (tcp(4), ip(4), inet(4)); times are in milliseconds.</content>
internal sealed partial class Sysctls
{
    private const string Inet = "net.inet.tcp.";

    private void AddFreeBsd()
    {
        AddFreeBsdFeatures();
        AddFreeBsdTimes();
        AddFreeBsdBuffers();
        AddFreeBsdFixed();
        Neutral(
            Inet, "ts_offset_per_conn", "sack.maxholes", "sack.globalmaxholes", "maxtcptw", "syncache.hashsize", "syncache.bucketlimit",
            "syncache.cachelimit", "syncache.see_other", "isn_reseed_interval", "functions_inherit_listen_socket_stack", "udp_tunneling_overhead",
            "tso", "per_cpu_timers", "soreceive_stream", "do_tcpdrain", "map_limit", "split_limit", "pcbcount", "tcbhashsize", "nolocaltimewait",
            "msl_local", "reass.maxsegments", "reass.queueguard", "reass.maxqueuelen", "reass.new_limit", "sendbuf_inc", "sendbuf_auto_lowat",
            "recvbuf_inc", "minmss", "fastopen.client_enable", "fastopen.server_enable", "pmtud_blackhole_mss", "v6pmtud_blackhole_mss",
            "v6mssdflt", "udp_tunneling_mtu", "switch_to_ipfw", "log_in_vain", "plpmtud_blackhole_mss", "drop");
        Neutral("net.inet.ip.", "rfc6864", "random_id", "process_options", "forwarding");
        Neutral("net.inet.icmp.", "icmplim", "icmplim_output", "icmplim_jitter", "drop_redirect", "bmcastecho");
        Neutral("kern.ipc.", "maxsockets", "nmbclusters", "nmbjumbop");
        Neutral("kern.", "hz", "corefile", "eventtimer.periodic");
    }

    private void AddFreeBsdFeatures()
    {
        TcpOr(Inet + "rfc1323", (tcp, value) => value is >= 0 and <= 3
            ? tcp with { WindowScaling = value is 1 or 2, Timestamps = value is 1 or 3 }
            : null);
        Tcp(Inet + "sack.enable", (tcp, value) => tcp with { SelectiveAcks = value != 0 });
        Tcp(Inet + "do_prr", (tcp, value) => tcp with { ProportionalRateReduction = value != 0 });
        TcpOr(Inet + "ecn.enable", (tcp, value) => EcnOf(value) is { } mode ? tcp with { Ecn = mode } : null);
        Text(Inet + "cc.algorithm", SetCongestionControl);
        Tcp(Inet + "initcwnd_segments", (tcp, value) => tcp with { InitialWindowSegments = value > 0 ? Small(value) : SegmentsOfRfc3390() });
        Tcp(Inet + "rfc3042", (tcp, value) => tcp with { LimitedTransmit = value != 0 });
        Tcp(Inet + "newcwv", (tcp, value) => tcp with
        {
            CongestionWindowValidation = value == 0 ? CongestionWindowValidationMode.RestartAfterIdle : CongestionWindowValidationMode.Rfc7661,
        });
        Tcp(Inet + "always_keepalive", (tcp, value) => tcp with { KeepAlive = value != 0 });
        Tcp(Inet + "rfc6191", (tcp, value) => tcp with { TimeWaitReuse = value != 0 });
        Tcp(Inet + "syncookies", (tcp, value) => tcp with { SynCookies = value == 0 ? SynCookieMode.Off : SynCookieMode.PastBacklog });
        Tcp(Inet + "syncookies_only", (tcp, value) => value == 0 ? tcp : tcp with { SynCookies = SynCookieMode.Always });
        Tcp(Inet + "syncache.rexmtlimit", (tcp, value) => tcp with { SynAckRetries = Small(value) });
        Tcp(Inet + "ecn.maxretries", (tcp, value) => tcp with { EcnSynRetries = Small(value) });
        Tcp(Inet + "persmin", (tcp, value) => tcp with { MinPersistTimeout = Milliseconds(value) });
        Tcp(Inet + "tolerate_missing_ts", (tcp, value) => tcp with { ToleratesMissingTimestamps = value != 0 });
        Tcp(Inet + "abc_l_var", (tcp, value) => tcp with { SlowStartLimit = Math.Max(1, Small(value)) });
        Tcp(Inet + "mssdflt", (tcp, value) => tcp with { DefaultMaximumSegmentSize = Small(value) });
        Tcp(Inet + "retries", (tcp, value) => tcp with { DataRetries = Small(value) });
        Number("net.inet.ip.ttl", value => _settings.TimeToLive = (byte)Math.Clamp(value, 1, 255));
    }

    private void AddFreeBsdTimes()
    {
        Tcp(Inet + "delayed_ack", (tcp, value) => value != 0 ? tcp : tcp with { DelayedAckTimeout = Duration.Zero });
        Tcp(Inet + "delacktime", (tcp, value) => tcp with { DelayedAckTimeout = Milliseconds(value) });
        Tcp(Inet + "rexmit_initial", (tcp, value) => tcp with { InitialRto = Milliseconds(value) });
        Tcp(Inet + "rexmit_min", (tcp, value) => tcp with { MinRto = (_rexmitMin = Milliseconds(value)) + _rexmitSlop });
        Tcp(Inet + "rexmit_slop", (tcp, value) => tcp with { RtoSlop = _rexmitSlop = Milliseconds(value), MinRto = Milliseconds(value) + _rexmitMin });
        Tcp(Inet + "rexmit_max", (tcp, value) => tcp with { MaxRto = Milliseconds(value) });
        Tcp(Inet + "keepinit", (tcp, value) => tcp with { SynTimeout = Milliseconds(value) });
        Tcp(Inet + "keepidle", (tcp, value) => tcp with { KeepAliveTime = Milliseconds(value) });
        Tcp(Inet + "keepintvl", (tcp, value) => tcp with { KeepAliveInterval = Milliseconds(value) });
        Tcp(Inet + "keepcnt", (tcp, value) => tcp with { KeepAliveRetryCount = Small(value) });
        Tcp(Inet + "msl", (tcp, value) => tcp with { MaximumSegmentLifetime = Milliseconds(value) });
        Tcp(Inet + "fast_finwait2_recycle", (tcp, value) => value == 0 ? tcp : tcp with { FinWait2Timeout = 60.Seconds });
        Tcp(Inet + "finwait2_timeout", (tcp, value) => tcp with { FinWait2Timeout = Milliseconds(value) });
        TcpOr(Inet + "maxunacktime", (tcp, value) => value == 0 ? tcp : tcp with { RetransmissionTimeout = Milliseconds(value) });
        // A limit of 0 is none; otherwise so many in a time, which here is one in its part of it.
        Tcp(Inet + "ack_war_timewindow", (tcp, value) => tcp with { ChallengeInterval = Milliseconds(value) });
        Tcp(Inet + "ack_war_cnt", (tcp, value) => value != 0 ? tcp : tcp with { ChallengeInterval = Duration.Zero });
    }

    private void AddFreeBsdBuffers()
    {
        Tcp(Inet + "recvspace", (tcp, value) => tcp with { ReceiveBufferSize = Small(value) });
        Tcp(Inet + "sendspace", (tcp, value) => tcp with { SendBufferSize = Small(value) });
        Tcp(Inet + "recvbuf_max", (tcp, value) => tcp with { MaxReceiveBufferSize = Small(value) });
        Tcp(Inet + "sendbuf_max", (tcp, value) => tcp with { MaxSendBufferSize = Small(value) });
        Tcp(Inet + "recvbuf_auto", (tcp, value) => value != 0 ? tcp : tcp with { MaxReceiveBufferSize = tcp.ReceiveBufferSize });
        Tcp(Inet + "sendbuf_auto", (tcp, value) => value != 0 ? tcp : tcp with { MaxSendBufferSize = tcp.SendBufferSize });
        Tcp("kern.ipc.maxsockbuf", (tcp, value) =>
        {
            _settings.MaxSocketBuffer = value;
            return tcp with { WindowScale = FreeBsdScaleOf(value) };
        });
        Number("kern.ipc.soacceptqueue", value => _settings.MaxBacklog = Small(value));
        Number("kern.ipc.somaxconn", value => _settings.MaxBacklog = Small(value));
    }

    private void AddFreeBsdFixed()
    {
        foreach (var name in (string[])["sack.revised", "rfc6675_pipe", "sack.lrd", "rfc3390", "rfc3465",
            "syncache.rst_on_sock_fail", "path_mtu_discovery", "icmp_may_rst"])
        {
            Fixed(Inet + name, 1);
        }

        foreach (var name in (string[])["cc.abe", "cc.abe_frlossreduce", "insecure_rst", "insecure_syn", "insecure_ack", "drop_synfin", "blackhole",
            "blackhole_local", "pmtud_blackhole_detection", "rexmit_drop_options", "udp_tunneling_port", "hostcache.enable", "do_prr_conservative", "do_lrd"])
        {
            Fixed(Inet + name, 0);
        }

        Fixed(Inet + "persmax", 60_000);
        Fixed(Inet + "cc.newreno.beta", 50);
        Fixed(Inet + "cc.newreno.beta_ecn", 80);
        Text(Inet + "functions_default", name => name == "freebsd");
    }

    // tcp_mssopt and tcp_newtcpcb's request_r_scale: the least that brings a window of 65,535 to the greatest buffer.
    private static int FreeBsdScaleOf(long greatest)
    {
        var shift = 0;
        while (shift < 14 && (65_535L << shift) < greatest)
            shift++;
        return shift;
    }

    /// <summary>RFC 3390 §1: min(4·MSS, max(2·MSS, 4,380 octets)).</summary>
    private int SegmentsOfRfc3390() => Math.Max(1, _settings.Mtu - 40) switch
    {
        <= 1_095 => 4,
        <= 2_190 => 3,
        _ => 2,
    };
}
