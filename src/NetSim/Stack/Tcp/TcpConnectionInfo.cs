using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Stack.Tcp;

/// <summary>How a connection fares at an instant: what Linux tells by TCP_INFO.</summary>
public sealed record TcpConnectionInfo
{
    /// <summary>The state.</summary>
    public required TcpState State { get; init; }

    /// <summary>What recovery is doing (tcpi_ca_state).</summary>
    public required RecoveryPhase RecoveryPhase { get; init; }

    /// <summary>Timeouts in a row without progress (tcpi_retransmits).</summary>
    public required int Timeouts { get; init; }

    /// <summary>Window probes and keep-alives in a row without an answer (tcpi_probes).</summary>
    public required int Probes { get; init; }

    /// <summary>How often the retransmission timeout has been doubled (tcpi_backoff).</summary>
    public required int Backoff { get; init; }

    /// <summary>Whether both sides send timestamps (TCPI_OPT_TIMESTAMPS).</summary>
    public required bool UsesTimestamps { get; init; }

    /// <summary>Whether both sides send selective acknowledgments (TCPI_OPT_SACK).</summary>
    public required bool UsesSelectiveAcks { get; init; }

    /// <summary>Whether windows are scaled (TCPI_OPT_WSCALE).</summary>
    public required bool UsesWindowScaling { get; init; }

    /// <summary>Whether ECN is used (TCPI_OPT_ECN).</summary>
    public required bool UsesEcn { get; init; }

    /// <summary>Whether a segment with an ECN capable mark has come (TCPI_OPT_ECN_SEEN).</summary>
    public required bool HasSeenEcn { get; init; }

    /// <summary>The shift of the peer's windows (tcpi_snd_wscale).</summary>
    public required int SendWindowScale { get; init; }

    /// <summary>The shift of this side's windows (tcpi_rcv_wscale).</summary>
    public required int ReceiveWindowScale { get; init; }

    /// <summary>The retransmission timeout (tcpi_rto, there in microseconds).</summary>
    public required Duration Rto { get; init; }

    /// <summary>How long an acknowledgment may be put off at present (tcpi_ato).</summary>
    public required Duration DelayedAckTimeout { get; init; }

    /// <summary>The segment size of what is sent, in octets, without the headers' options (tcpi_snd_mss).</summary>
    public required int SendMss { get; init; }

    /// <summary>The greatest segment that came, in octets (tcpi_rcv_mss).</summary>
    public required int ReceiveMss { get; init; }

    /// <summary>Segments in flight, those that selective acknowledgments or losses took out counted too (tcpi_unacked).</summary>
    public required int UnacknowledgedSegments { get; init; }

    /// <summary>Of them, selectively acknowledged (tcpi_sacked).</summary>
    public required int SackedSegments { get; init; }

    /// <summary>Of them, held for lost (tcpi_lost).</summary>
    public required int LostSegments { get; init; }

    /// <summary>Of them, sent again and not acknowledged (tcpi_retrans).</summary>
    public required int RetransmittedSegments { get; init; }

    /// <summary>Time since data was last sent (tcpi_last_data_sent).</summary>
    public required Duration SinceDataSent { get; init; }

    /// <summary>Time since data last came (tcpi_last_data_recv).</summary>
    public required Duration SinceDataReceived { get; init; }

    /// <summary>Time since an acknowledgment last came (tcpi_last_ack_recv).</summary>
    public required Duration SinceAckReceived { get; init; }

    /// <summary>The path MTU (tcpi_pmtu).</summary>
    public required int PathMtu { get; init; }

    /// <summary>SRTT (tcpi_rtt, there in microseconds); zero before the first measurement.</summary>
    public required Duration SmoothedRtt { get; init; }

    /// <summary>RTTVAR (tcpi_rttvar).</summary>
    public required Duration RttVariation { get; init; }

    /// <summary>The least round-trip time so far (tcpi_min_rtt); zero before the first measurement.</summary>
    public required Duration MinRtt { get; init; }

    /// <summary>ssthresh in octets, or null before a loss set it (tcpi_snd_ssthresh, there in segments).</summary>
    public required int? SlowStartThreshold { get; init; }

    /// <summary>cwnd in octets (tcpi_snd_cwnd, there in segments).</summary>
    public required int CongestionWindow { get; init; }

    /// <summary>The segment size that this side announces (tcpi_advmss).</summary>
    public required int AdvertisedMss { get; init; }

    /// <summary>By how many segments the network is believed to reorder (tcpi_reordering).</summary>
    public required int Reordering { get; init; }

    /// <summary>The round trip as the receiver sees it (tcpi_rcv_rtt); zero before it is known.</summary>
    public required Duration ReceiverRtt { get; init; }

    /// <summary>How many octets the receive buffer is meant for per round trip (tcpi_rcv_space).</summary>
    public required int ReceiveSpace { get; init; }

    /// <summary>How many segments were sent again since the start (tcpi_total_retrans).</summary>
    public required long TotalRetransmissions { get; init; }

    /// <summary>At what rate the sender paces, or null (tcpi_pacing_rate).</summary>
    public required DataRate? PacingRate { get; init; }

    /// <summary>How many octets the peer has acknowledged, the FIN and the SYN of an active open counted (tcpi_bytes_acked).</summary>
    public required long OctetsAcknowledged { get; init; }

    /// <summary>How many octets of data came in order, the FIN counted (tcpi_bytes_received).</summary>
    public required long OctetsReceived { get; init; }

    /// <summary>Segments sent (tcpi_segs_out).</summary>
    public required long SegmentsSent { get; init; }

    /// <summary>Segments received (tcpi_segs_in).</summary>
    public required long SegmentsReceived { get; init; }

    /// <summary>Octets written and not yet sent (tcpi_notsent_bytes).</summary>
    public required int UnsentOctets { get; init; }

    /// <summary>Segments with data received (tcpi_data_segs_in).</summary>
    public required long DataSegmentsReceived { get; init; }

    /// <summary>Segments with data sent (tcpi_data_segs_out).</summary>
    public required long DataSegmentsSent { get; init; }

    /// <summary>The last rate of delivery, or null (tcpi_delivery_rate).</summary>
    public required DataRate? DeliveryRate { get; init; }

    /// <summary>Whether the application, not the network, set that rate (tcpi_delivery_rate_app_limited).</summary>
    public required bool IsApplicationLimited { get; init; }

    /// <summary>Segments delivered, the SYN counted (tcpi_delivered).</summary>
    public required long SegmentsDelivered { get; init; }

    /// <summary>Of them, acknowledged with an ECN echo (tcpi_delivered_ce).</summary>
    public required long SegmentsMarked { get; init; }

    /// <summary>Octets of data sent, retransmissions counted (tcpi_bytes_sent).</summary>
    public required long OctetsSent { get; init; }

    /// <summary>Octets of data sent again (tcpi_bytes_retrans).</summary>
    public required long OctetsRetransmitted { get; init; }

    /// <summary>D-SACKs received (tcpi_dsack_dups).</summary>
    public required long DuplicateSacks { get; init; }

    /// <summary>Reorderings seen (tcpi_reord_seen).</summary>
    public required long ReorderingsSeen { get; init; }

    /// <summary>Segments that came out of order (tcpi_rcv_ooopack).</summary>
    public required long OutOfOrderSegments { get; init; }

    /// <summary>The peer's window in octets (tcpi_snd_wnd).</summary>
    public required int SendWindow { get; init; }

    /// <summary>This side's window in octets, as the peer was last told (tcpi_rcv_wnd).</summary>
    public required int ReceiveWindow { get; init; }

    /// <summary>Octets in flight as congestion control counts them: "pipe" (RFC 6675 §2).</summary>
    public required int OctetsInFlight { get; init; }
}
