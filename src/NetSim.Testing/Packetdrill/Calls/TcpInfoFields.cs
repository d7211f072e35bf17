using System.Numerics;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Sockets;
using NetSim.Stack.Tcp;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>The fields of <c>tcp_info</c> (linux/tcp.h, netinet/tcp.h) by name, in the system's units: microseconds; segments in Linux and octets in FreeBSD.</summary>
internal static class TcpInfoFields
{
    private const long LinuxInfiniteThreshold = 0x7FFF_FFFF;      // TCP_INFINITE_SSTHRESH
    private const long FreeBsdInfiniteThreshold = 65_535L << 14;  // TCP_MAXWIN << TCP_MAX_WINSHIFT

    /// <summary>The field's value, or <see langword="null"/> where there is no such field.</summary>
    public static BigInteger? Find(string name, TcpSocket socket, bool isFreeBsd)
    {
        if (name == "tcpi_state" && socket.IsListening)
            return isFreeBsd ? 1 : 10;
        if (socket.RemoteEndPoint is null)
            return name == "tcpi_state" ? isFreeBsd ? 0 : 7 : null;
        var info = socket.GetInfo();
        if (isFreeBsd)
            return FindFreeBsd(name, info) ?? FindCommon(name, info, isFreeBsd);
        return FindLinux(name, info) ?? FindCommon(name, info, isFreeBsd);
    }

    private static BigInteger? FindCommon(string name, TcpConnectionInfo info, bool isFreeBsd) => name switch
    {
        "tcpi_options" => (info.UsesTimestamps ? 1 : 0) | (info.UsesSelectiveAcks ? 2 : 0) | (info.UsesWindowScaling ? 4 : 0)
            | (info.UsesEcn ? 8 : 0) | (info.HasSeenEcn && !isFreeBsd ? 16 : 0),
        "tcpi_snd_wscale" => info.SendWindowScale,
        "tcpi_rcv_wscale" => info.ReceiveWindowScale,
        "tcpi_rto" => Microseconds(info.Rto),
        "tcpi_snd_mss" => info.SendMss,
        "tcpi_rcv_mss" => info.ReceiveMss,
        "tcpi_rtt" => Microseconds(info.SmoothedRtt),
        "tcpi_rttvar" => Microseconds(info.RttVariation),
        "tcpi_rcv_space" => info.ReceiveSpace,
        "tcpi_rcv_ooopack" => info.OutOfOrderSegments,
        "tcpi_snd_wnd" => info.SendWindow,
        "tcpi_last_data_recv" => isFreeBsd ? Microseconds(info.SinceDataReceived) : Milliseconds(info.SinceDataReceived),
        _ => null,
    };

    private static BigInteger? FindFreeBsd(string name, TcpConnectionInfo info) => name switch
    {
        "tcpi_state" => StateInFreeBsd(info.State),
        "tcpi_snd_mss" => FreeBsdSegmentSize(info),
        "tcpi_snd_cwnd" => info.CongestionWindow,
        "tcpi_snd_ssthresh" => info.SlowStartThreshold ?? FreeBsdInfiniteThreshold,
        "tcpi_snd_rexmitpack" => info.TotalRetransmissions,
        _ => null,
    };

    /// <summary>t_maxseg: without regard to the options that segments carry.</summary>
    public static int FreeBsdSegmentSize(TcpConnectionInfo info) => info.SendMss + (info.UsesTimestamps ? 12 : 0);

    private static BigInteger? FindLinux(string name, TcpConnectionInfo info) => FindLinuxState(name, info) ?? name switch
    {
        "tcpi_bytes_acked" => info.OctetsAcknowledged,
        "tcpi_bytes_received" => info.OctetsReceived,
        "tcpi_segs_out" => info.SegmentsSent,
        "tcpi_segs_in" => info.SegmentsReceived,
        "tcpi_notsent_bytes" => info.UnsentOctets,
        "tcpi_data_segs_in" => info.DataSegmentsReceived,
        "tcpi_data_segs_out" => info.DataSegmentsSent,
        "tcpi_delivered" => info.SegmentsDelivered,
        "tcpi_delivered_ce" => info.SegmentsMarked,
        "tcpi_bytes_sent" => info.OctetsSent,
        "tcpi_bytes_retrans" => info.OctetsRetransmitted,
        "tcpi_dsack_dups" => info.DuplicateSacks,
        "tcpi_reord_seen" => info.ReorderingsSeen,
        "tcpi_rcv_wnd" => info.ReceiveWindow,
        "tcpi_total_retrans" => info.TotalRetransmissions,
        "tcpi_pacing_rate" => Octets(info.PacingRate) ?? ulong.MaxValue,
        "tcpi_max_pacing_rate" => ulong.MaxValue,
        "tcpi_delivery_rate" => Octets(info.DeliveryRate) ?? 0,
        "tcpi_delivery_rate_app_limited" => info.IsApplicationLimited ? 1 : 0,
        "tcpi_last_data_sent" => Milliseconds(info.SinceDataSent),
        "tcpi_last_ack_recv" => Milliseconds(info.SinceAckReceived),
        "tcpi_last_ack_sent" => 0, // not kept by Linux
        _ => null,
    };

    private static BigInteger? FindLinuxState(string name, TcpConnectionInfo info) => name switch
    {
        "tcpi_state" => StateInLinux(info.State),
        "tcpi_ca_state" => (int)info.RecoveryPhase,
        "tcpi_retransmits" => info.Timeouts,
        "tcpi_probes" => info.Probes,
        "tcpi_backoff" => info.Backoff,
        "tcpi_ato" => Microseconds(info.DelayedAckTimeout),
        "tcpi_unacked" => info.UnacknowledgedSegments,
        "tcpi_sacked" => info.SackedSegments,
        "tcpi_lost" => info.LostSegments,
        "tcpi_retrans" => info.RetransmittedSegments,
        "tcpi_fackets" => 0, // since Linux 4.15
        "tcpi_pmtu" => info.PathMtu,
        "tcpi_snd_cwnd" => info.CongestionWindow / Math.Max(1, info.SendMss),
        "tcpi_snd_ssthresh" => info.SlowStartThreshold is { } threshold ? threshold / Math.Max(1, info.SendMss) : LinuxInfiniteThreshold,
        "tcpi_advmss" => info.AdvertisedMss,
        "tcpi_reordering" => info.Reordering,
        "tcpi_rcv_rtt" => Microseconds(info.ReceiverRtt),
        "tcpi_min_rtt" => info.MinRtt == Duration.Zero ? uint.MaxValue : Microseconds(info.MinRtt),
        _ => null,
    };

    // linux/tcp_states.h
    private static int StateInLinux(TcpState state) => state switch
    {
        TcpState.Established => 1,
        TcpState.SynSent => 2,
        TcpState.SynReceived => 3,
        TcpState.FinWait1 => 4,
        TcpState.FinWait2 => 5,
        TcpState.TimeWait => 6,
        TcpState.CloseWait => 8,
        TcpState.LastAck => 9,
        TcpState.Closing => 11,
        _ => 7,
    };

    // netinet/tcp_fsm.h
    private static int StateInFreeBsd(TcpState state) => state switch
    {
        TcpState.SynSent => 2,
        TcpState.SynReceived => 3,
        TcpState.Established => 4,
        TcpState.CloseWait => 5,
        TcpState.FinWait1 => 6,
        TcpState.Closing => 7,
        TcpState.LastAck => 8,
        TcpState.FinWait2 => 9,
        TcpState.TimeWait => 10,
        _ => 0,
    };

    private static BigInteger Microseconds(Duration duration) => (duration.Nanoseconds + 500) / 1_000;

    private static BigInteger Milliseconds(Duration duration) => duration.Nanoseconds / 1_000_000;

    private static BigInteger? Octets(DataRate? rate) => rate is { } value ? value.BitsPerSecond / 8 : null;
}
