using System.Globalization;
using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Testing.Packetdrill.Shell;

/// <content>Linux's names (Documentation/networking/ip-sysctl.rst).</content>
internal sealed partial class Sysctls
{
    private const string Ipv4 = "net.ipv4.";

    // net.ipv6: the stack has no IPv6. What the kernel logs and measures is not seen.
    private static readonly string[] NeutralFamilies =
    [
        "net.ipv6.", "net.ipv4.conf.", "net.ipv4.neigh.", "net.mptcp.", "kernel.", "vm.", "fs.", "net.inet6.", "net.link.", "kern.timecounter.",
        "kern.sched.", "net.inet.tcp.lro.", "net.inet.tcp.hpts.", "net.inet.tcp.bb.", "net.inet.tcp.rack.", "net.inet.tcp.bbr.", "net.inet.udp.", "hw.",
        "net.inet.ip.portrange.", "net.inet.tcp.log_", "net.inet.tcp.hostcache.", "net.inet.tcp.cc.hystartplusplus.", "kern.random.", "kern.geom.", "security.", "net.inet.tcp.stats", "debug.",
    ];

    // The least that Linux's send buffer grows to when a connection is made: 2 · 10 segments with their overhead (tcp_sndbuf_expand).
    private const int GrownSendBuffer = 46_080;

    private void AddLinux()
    {
        AddLinuxFeatures();
        AddLinuxTimes();
        AddLinuxBuffers();
        Neutral(
            Ipv4 + "tcp_", "fack", "allowed_congestion_control", "available_congestion_control", "no_ssthresh_metrics_save", "pacing_ss_ratio",
            "pacing_ca_ratio", "limit_output_bytes", "autocorking", "tso_win_divisor", "min_tso_segs", "tso_rtt_log", "comp_sack_delay_ns",
            "comp_sack_slack_ns", "comp_sack_nr", "comp_sack_rtt_percent", "backlog_ack_defer", "max_tw_buckets", "max_orphans", "mem", "migrate_req",
            "fastopen", "fastopen_key", "fastopen_blackhole_timeout_sec", "base_mss", "mtu_probe_floor", "probe_interval", "probe_threshold",
            "early_demux", "low_latency", "l3mdev_accept", "fwmark_accept", "ehash_entries", "child_ehash_entries", "retries1", "min_rtt_wlen",
            "max_reordering", "retrans_collapse", "thin_dupack", "tw_recycle", "max_ssthresh", "ecn_option", "ecn_option_beacon", "max_syn_backlog");
        Neutral(
            Ipv4, "ip_local_port_range", "ip_local_reserved_ports", "route.min_adv_mss", "route.mtu_expires", "route.flush", "ip_early_demux",
            "icmp_ratelimit", "icmp_ratemask", "icmp_msgs_per_sec", "icmp_msgs_burst", "ip_forward", "udp_early_demux", "icmp_echo_ignore_all");
        Neutral(
            "net.core.", "rmem_default", "wmem_default", "netdev_max_backlog", "optmem_max", "busy_poll", "busy_read", "netdev_budget",
            "netdev_budget_usecs", "dev_weight", "bpf_jit_enable", "txrehash", "tstamp_allow_data", "high_order_alloc_disable");
        Text("net.core.default_qdisc", name => name is not ("fq" or "fq_codel" or "cake"));
    }

    private void AddLinuxFeatures()
    {
        TcpOr(Ipv4 + "tcp_timestamps", (tcp, value) => value is >= 0 and <= 2 ? tcp with { Timestamps = value != 0, RandomTimestampOffset = value != 2 } : null);
        Tcp(Ipv4 + "tcp_window_scaling", (tcp, value) => tcp with { WindowScaling = value != 0 });
        Tcp(Ipv4 + "tcp_sack", (tcp, value) => tcp with { SelectiveAcks = value != 0 });
        Tcp(Ipv4 + "tcp_dsack", (tcp, value) => tcp with { DuplicateSelectiveAcks = value != 0 });
        TcpOr(Ipv4 + "tcp_ecn", (tcp, value) => EcnOf(value) is { } mode ? tcp with { Ecn = mode } : null);
        Text(Ipv4 + "tcp_congestion_control", SetCongestionControl);
        Tcp(Ipv4 + "tcp_frto", (tcp, value) => tcp with { ForwardRtoRecovery = value != 0 });
        Tcp(Ipv4 + "tcp_recovery", (tcp, value) => tcp with { Rack = (value & 1) != 0 });
        Tcp(Ipv4 + "tcp_early_retrans", (tcp, value) => tcp with { TailLossProbe = value is 3 or 4 });
        Tcp(Ipv4 + "tcp_reordering", (tcp, value) => tcp with { DuplicateAckThreshold = Small(value) });
        Tcp(Ipv4 + "tcp_slow_start_after_idle", (tcp, value) => tcp with
        {
            CongestionWindowValidation = value == 0 ? CongestionWindowValidationMode.Off : CongestionWindowValidationMode.DecayWhenIdle,
        });
        TcpOr(Ipv4 + "tcp_syncookies", (tcp, value) => value is >= 0 and <= 2
            ? tcp with { SynCookies = value == 0 ? SynCookieMode.Off : value == 1 ? SynCookieMode.PastBacklog : SynCookieMode.Always }
            : null);
        Tcp(Ipv4 + "tcp_min_snd_mss", (tcp, value) => tcp with { MinimumSegmentSize = Small(value) });
        Number(Ipv4 + "ip_default_ttl", value => _settings.TimeToLive = (byte)Math.Clamp(value, 1, 255));
        // tcp_cubic's parameters: slow start that ends early, by delay (2) and by trains (1).
        Tcp("sys.module.tcp_cubic.parameters.hystart", (tcp, value) => tcp with { HyStart = value != 0 });
        Tcp("sys.module.tcp_cubic.parameters.hystart_detect", (tcp, value) => tcp with { HyStart = value != 0 });

        Fixed(Ipv4 + "tcp_ecn_fallback", 1);
        Fixed(Ipv4 + "tcp_app_win", 31);
        Fixed(Ipv4 + "tcp_moderate_rcvbuf", 1);
        Fixed(Ipv4 + "tcp_shrink_window", 0);
        Fixed(Ipv4 + "tcp_workaround_signed_windows", 0);
        Fixed(Ipv4 + "tcp_orphan_retries", 0);
        Fixed(Ipv4 + "tcp_thin_linear_timeouts", 0);
        Fixed(Ipv4 + "tcp_no_metrics_save", 1);
        Fixed(Ipv4 + "tcp_notsent_lowat", uint.MaxValue, -1);
        Fixed(Ipv4 + "tcp_pingpong_thresh", 1);
        Fixed(Ipv4 + "tcp_tw_reuse", 0, 2); // 2: on loopback, which scripts do not use
        Fixed(Ipv4 + "tcp_rfc1337", 0);
        Fixed(Ipv4 + "tcp_abort_on_overflow", 0);
        Fixed(Ipv4 + "tcp_mtu_probing", 0);
        Fixed(Ipv4 + "tcp_stdurg", 0);
        Fixed(Ipv4 + "tcp_reflect_tos", 0);
        Fixed(Ipv4 + "ip_no_pmtu_disc", 0);
        Fixed(Ipv4 + "route.min_pmtu", 552);
    }

    private void AddLinuxTimes()
    {
        Tcp(Ipv4 + "tcp_rto_min_us", (tcp, value) => tcp with { MinRto = new Duration(Math.Clamp(value, 1, 1_000_000_000) * 1_000) });
        Tcp(Ipv4 + "tcp_rto_max_ms", (tcp, value) => tcp with { MaxRto = Milliseconds(value) });
        Tcp(Ipv4 + "tcp_retries2", (tcp, value) => tcp with { RetransmissionTimeout = TimeOfRetries(value), DataRetries = null });
        Tcp(Ipv4 + "tcp_syn_retries", (tcp, value) => tcp with { SynRetries = Small(value) });
        Tcp(Ipv4 + "tcp_syn_linear_timeouts", (tcp, value) => tcp with { LinearSynRetries = Small(value) });
        Tcp(Ipv4 + "tcp_synack_retries", (tcp, value) => tcp with { SynAckRetries = Small(value) });
        Tcp(Ipv4 + "tcp_fin_timeout", (tcp, value) => tcp with { FinWait2Timeout = Seconds(value) });
        Tcp(Ipv4 + "tcp_keepalive_time", (tcp, value) => tcp with { KeepAliveTime = Seconds(value) });
        Tcp(Ipv4 + "tcp_keepalive_intvl", (tcp, value) => tcp with { KeepAliveInterval = Seconds(value) });
        Tcp(Ipv4 + "tcp_keepalive_probes", (tcp, value) => tcp with { KeepAliveRetryCount = Small(value) });
        Tcp(Ipv4 + "tcp_invalid_ratelimit", (tcp, value) => tcp with { ChallengeInterval = Milliseconds(value) });
        Tcp(Ipv4 + "tcp_challenge_ack_limit", (tcp, value) => tcp with { ChallengeLimit = Small(value) });
    }

    private void AddLinuxBuffers()
    {
        Text(Ipv4 + "tcp_rmem", text => SetBuffers(text, (size, greatest) => _settings.Tcp = _settings.Tcp with
        {
            ReceiveBufferSize = _settings.FirstWindowOf(size),
            MaxReceiveBufferSize = _settings.WindowOf(greatest),
            WindowScale = LinuxScaleOf(Math.Max(greatest, _settings.MaxReceiveBufferOption)),
        }));
        Text(Ipv4 + "tcp_wmem", text => SetBuffers(text, (size, greatest) => _settings.Tcp = _settings.Tcp with
        {
            SendBufferSize = Small(Math.Max(size, GrownSendBuffer)),
            MaxSendBufferSize = Small(Math.Max(greatest, GrownSendBuffer)),
        }));
        Number(Ipv4 + "tcp_adv_win_scale", value => _settings.AdvertisedWindowScale = (int)Math.Clamp(value, -31, 31));
        Number("net.core.rmem_max", value => _settings.MaxReceiveBufferOption = value);
        Number("net.core.wmem_max", value => _settings.MaxSendBufferOption = value);
        Number("net.core.somaxconn", value => _settings.MaxBacklog = Small(value));
    }

    // tcp_select_initial_window: the greatest buffer's window in 16 bits.
    private static int LinuxScaleOf(long greatest) => Math.Clamp(Log2(greatest) - 15, 0, 14);

    private static EcnMode? EcnOf(long value) => value switch
    {
        0 => EcnMode.Off,
        1 => EcnMode.Request,
        2 => EcnMode.Accept,
        _ => null,
    };

    private bool SetCongestionControl(string name)
    {
        if (TcpCongestionControl.Find(name == "newreno" ? "reno" : name) is not { } algorithm)
            return false;
        _settings.Tcp = _settings.Tcp with { CongestionControl = algorithm };
        return true;
    }

    private static bool SetBuffers(string text, Action<long, long> set)
    {
        var numbers = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length != 3 || !Array.TrueForAll(numbers, number => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return false;
        set(long.Parse(numbers[1], CultureInfo.InvariantCulture), long.Parse(numbers[2], CultureInfo.InvariantCulture));
        return true;
    }

    // tcp_model_timeout: what so many doublings from 200 ms come to, each at most 120 s.
    private static Duration TimeOfRetries(long retries)
    {
        var total = Duration.Zero;
        var wait = 200.Milliseconds;
        for (var i = 0; i <= Math.Clamp(retries, 0, 255); i++)
        {
            total += Duration.Min(wait, 120.Seconds);
            wait = Duration.Min(wait * 2, 120.Seconds);
        }

        return total;
    }
}
