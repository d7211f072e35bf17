using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>How a host's TCP behaves. The defaults are those of the RFCs, <see cref="TcpProfile.Rfc"/>; other systems' are in <see cref="TcpProfile"/>.</summary>
public sealed record TcpOptions
{
    /// <summary>How much data a segment from a peer may hold: 1,460 octets, what fits Ethernet's MTU of 1,500, unless said otherwise (RFC 9293 §3.7.1).</summary>
    public int MaximumSegmentSize { get; init; } = 1_460;

    /// <summary>What a peer takes that names no MSS: 536 octets (RFC 9293 §3.7.1, MUST-15).</summary>
    public int DefaultMaximumSegmentSize { get; init; } = 536;

    /// <summary>The least segment size that a peer's offer is believed to be: 1 octet (RFC 9293 names none); Linux takes 48, FreeBSD 216.</summary>
    public int MinimumSegmentSize { get; init; } = 1;

    /// <summary>How the header's options are laid out.</summary>
    public TcpOptionLayout OptionLayout { get; init; } = TcpOptionLayout.Rfc;

    /// <summary>Whether windows are scaled where the peer does it too: true unless said otherwise (RFC 7323 §2).</summary>
    public bool WindowScaling { get; init; } = true;

    /// <summary>The shift of this side's windows, or null for the least that <see cref="MaxReceiveBufferSize"/> needs; at most 14 (RFC 7323 §2.3).</summary>
    public int? WindowScale { get; init; }

    /// <summary>Whether segments carry timestamps where the peer's do too: true unless said otherwise (RFC 7323 §3).</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>Whether the timestamp clock of a connection starts at a number of its own, so that it tells nothing of the host: true unless said otherwise (RFC 7323 §5.4).</summary>
    public bool RandomTimestampOffset { get; init; } = true;

    /// <summary>Whether selective acknowledgments are used where the peer uses them too: true unless said otherwise (RFC 2018).</summary>
    public bool SelectiveAcks { get; init; } = true;

    /// <summary>Whether duplicates are told of by D-SACK: true unless said otherwise (RFC 2883).</summary>
    public bool DuplicateSelectiveAcks { get; init; } = true;

    /// <summary>Explicit congestion notification: used where a peer asks for it unless said otherwise (RFC 3168).</summary>
    public EcnMode Ecn { get; init; } = EcnMode.Accept;

    /// <summary>How many retransmissions of a SYN still ask for explicit congestion notification: 0 (RFC 3168 §6.1.1.1); FreeBSD: 1.</summary>
    public int EcnSynRetries { get; init; }

    /// <summary>Whether losses are found by time, and the tail of a flight probed: true unless said otherwise (RACK-TLP, RFC 8985; it needs SACK).</summary>
    public bool Rack { get; init; } = true;

    /// <summary>Whether the tail of a flight is probed before the retransmission timeout: true unless said otherwise (RFC 8985 §7; it needs SACK).</summary>
    public bool TailLossProbe { get; init; } = true;

    /// <summary>Whether a spurious retransmission timeout is found by the acknowledgments that follow it: true unless said otherwise (F-RTO, RFC 5682).</summary>
    public bool ForwardRtoRecovery { get; init; } = true;

    /// <summary>Whether F-RTO believes the first acknowledgment already that tells of something not sent again, as Linux does; RFC 5682 waits for the second.</summary>
    public bool ForwardRtoAtFirstAck { get; init; }

    /// <summary>Whether the window comes down in proportion during recovery: true unless said otherwise (RFC 6937).</summary>
    public bool ProportionalRateReduction { get; init; } = true;

    /// <summary>Whether the first two duplicate acknowledgments let new segments go: true unless said otherwise (RFC 3042).</summary>
    public bool LimitedTransmit { get; init; } = true;

    /// <summary>Whether what retransmission did is undone when it proves to have been spurious: true unless said otherwise (RFC 4015, RFC 3708).</summary>
    public bool UndoesSpuriousRetransmission { get; init; } = true;

    /// <summary>How many duplicate acknowledgments tell of a loss: 3 (RFC 5681 §3.2).</summary>
    public int DuplicateAckThreshold { get; init; } = 3;

    /// <summary>How connections share the network, where a socket does not choose otherwise: NewReno (RFC 5681).</summary>
    public Congestion.TcpCongestionControl CongestionControl { get; init; } = Congestion.TcpCongestionControl.NewReno;

    /// <summary>L: by how many segments one acknowledgment may widen the window in slow start: 1 (RFC 5681 §3.1); <see cref="int.MaxValue"/> for no bound, as Linux has it.</summary>
    public int SlowStartLimit { get; init; } = 1;

    /// <summary>Whether a reduction is measured by cwnd, as in Linux and FreeBSD, and not by what is in flight (RFC 5681 §3.1 (4)).</summary>
    public bool ReducesFromWindow { get; init; }

    /// <summary>Whether slow start ends before it overshoots, where the algorithm has slow start: false unless said otherwise (HyStart++, RFC 9406).</summary>
    public bool HyStart { get; init; }

    /// <summary>The initial congestion window in segments: 10, bounded as RFC 6928 §2 says.</summary>
    public int InitialWindowSegments { get; init; } = 10;

    /// <summary>What a congestion window is worth that was not used.</summary>
    public CongestionWindowValidationMode CongestionWindowValidation { get; init; } = CongestionWindowValidationMode.RestartAfterIdle;

    /// <summary>Whether segments are spread over the round trip: false unless said otherwise. An algorithm that needs it (BBR) paces in any case.</summary>
    public bool Pacing { get; init; }

    /// <summary>How much of a connection may wait for the host's own transmitter: 1 ms of sending (Linux's TCP small queues).</summary>
    public Duration EgressQueueLimit { get; init; } = 1.Milliseconds;

    /// <summary>How many octets may wait for the application at first: 65,535 unless said otherwise, the largest window without scaling.</summary>
    public int ReceiveBufferSize { get; init; } = 65_535;

    /// <summary>Up to where the receive buffer grows with what the path carries: 6 MiB unless said otherwise (Linux's tcp_rmem).</summary>
    public int MaxReceiveBufferSize { get; init; } = 6 * 1024 * 1024;

    /// <summary>How many octets the application may write ahead at first: 65,536 unless said otherwise.</summary>
    public int SendBufferSize { get; init; } = 65_536;

    /// <summary>Up to where the send buffer grows with the congestion window: 4 MiB unless said otherwise (Linux's tcp_wmem).</summary>
    public int MaxSendBufferSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>The retransmission timeout before there is a measurement: 1 s (RFC 6298 §2.1).</summary>
    public Duration InitialRto { get; init; } = 1.Seconds;

    /// <summary>The least retransmission timeout: 1 s (RFC 6298 §2.4).</summary>
    public Duration MinRto { get; init; } = 1.Seconds;

    /// <summary>What <see cref="MinRto"/> bounds: the timeout (RFC 6298 §2.4), or its part for the variation (Linux), so that the timeout is always longer than SRTT by it.</summary>
    public bool MinRtoBoundsVariation { get; init; }

    /// <summary>What is added to the retransmission timeout: nothing (RFC 6298); FreeBSD adds 200 ms for delayed acknowledgments.</summary>
    public Duration RtoSlop { get; init; }

    /// <summary>Whether an acknowledgment of what was sent again ends the backing off without a new measurement, as in Linux; RFC 6298 §5.7 waits for one.</summary>
    public bool ForgetsBackOff { get; init; }

    /// <summary>How long a peer may put off an acknowledgment: 200 ms (WCDelAckT, RFC 8985 §7.2).</summary>
    public Duration MaxPeerAckDelay { get; init; } = 200.Milliseconds;

    /// <summary>What is added to two round trips before the tail of several segments is probed: nothing (RFC 8985 §7.2); Linux adds 2 ms (TCP_TIMEOUT_MIN).</summary>
    public Duration TailProbeSlack { get; init; }

    /// <summary>The greatest retransmission timeout: 60 s (RFC 6298 §2.5).</summary>
    public Duration MaxRto { get; init; } = 60.Seconds;

    /// <summary>The retransmission timeout after a handshake in which the SYN was sent again: 3 s (RFC 6298 §5.7).</summary>
    public Duration RtoAfterSynLoss { get; init; } = 3.Seconds;

    /// <summary>For how long a SYN is sent again before the attempt fails: 3 min (R2 for SYN, RFC 9293 §3.8.3).</summary>
    public Duration SynTimeout { get; init; } = 180.Seconds;

    /// <summary>How often a SYN is sent again at most, beyond <see cref="LinearSynRetries"/>, or null where <see cref="SynTimeout"/> alone ends it.</summary>
    public int? SynRetries { get; init; }

    /// <summary>How many retransmissions of a SYN keep the initial timeout before it doubles, beside <see cref="SynRetries"/>: 0 (RFC 6298 §5.5).</summary>
    public int LinearSynRetries { get; init; }

    /// <summary>How often a SYN+ACK is sent again at most, or null where <see cref="SynTimeout"/> alone ends it.</summary>
    public int? SynAckRetries { get; init; }

    /// <summary>For how long data is sent again before the connection fails: 100 s (R2, RFC 9293 §3.8.3).</summary>
    public Duration RetransmissionTimeout { get; init; } = 100.Seconds;

    /// <summary>How often data is sent again at most, or null where <see cref="RetransmissionTimeout"/> alone ends it.</summary>
    public int? DataRetries { get; init; }

    /// <summary>Whether the peer is told by a reset that a connection was given up: true unless said otherwise; Linux stays silent.</summary>
    public bool ResetsOnTimeout { get; init; } = true;

    /// <summary>Whether resets that end a connection tell a window of 0, as FreeBSD's and Windows' do.</summary>
    public bool ResetsWithoutWindow { get; init; }

    /// <summary>Whether a reset leaves TIME-WAIT alone (RFC 1337 §3 (F1), as FreeBSD does); RFC 9293 §3.10.7.4 obeys it.</summary>
    public bool IgnoresResetsInTimeWait { get; init; }

    /// <summary>Whether a SYN that comes again in SYN-RECEIVED is answered by the SYN+ACK again: false (RFC 9293 §3.10.7.4: an acknowledgment); Linux and FreeBSD do.</summary>
    public bool ResendsSynAck { get; init; }

    /// <summary>Whether any error about a SYN ends the attempt, as in Linux (RFC 5461 §4.1), and not only a hard one (RFC 9293 §3.9.2.2, MUST-56).</summary>
    public bool SoftErrorsEndHandshake { get; init; }

    /// <summary>Whether a reset in CLOSE-WAIT is told as a broken pipe, as in Linux, and not as a reset connection.</summary>
    public bool ResetBreaksPipe { get; init; }

    /// <summary>Whether PSH goes with the octet that a write ended with, and comes again with it, and is set after each half window of a long write (Linux); else it tells that nothing more waits.</summary>
    public bool PushesByWrite { get; init; }

    /// <summary>Whether the receive buffer is rounded up to whole segments when the segment size is known, as FreeBSD does (tcp_mss).</summary>
    public bool RoundsReceiveBuffer { get; init; }

    /// <summary>Whether closing with octets unread resets the connection at once (RFC 9293 §3.6.1, SHLD-3); FreeBSD waits for data that comes later.</summary>
    public bool ResetsUnread { get; init; } = true;

    /// <summary>Whether Nagle's algorithm holds a small segment back only while another small one is in flight (Minshall's variant, as in Linux).</summary>
    public bool NagleWaitsForSmallOnly { get; init; }

    /// <summary>Whether segments without a timestamp are taken although both sides agreed on them: false (RFC 7323 §3.2); Linux and FreeBSD take them.</summary>
    public bool ToleratesMissingTimestamps { get; init; }

    /// <summary>How long an acknowledgment may be put off: 200 ms unless said otherwise; at most 500 ms (RFC 9293 §3.8.6.3). Zero: none is.</summary>
    public Duration DelayedAckTimeout { get; init; } = 200.Milliseconds;

    /// <summary>How much waits to be acknowledged when it is acknowledged at once.</summary>
    public DelayedAckRule DelayedAckRule { get; init; } = DelayedAckRule.TwoFullSegments;

    /// <summary>How many segments at the start of a connection, or after a pause, are acknowledged at once, so that the peer's slow start is quick: 0 unless said otherwise; Linux: 16.</summary>
    public int QuickAckSegments { get; init; }

    /// <summary>The least time between probes of the peer's closed window: none, for the first waits for the RTO (RFC 9293 §3.8.6.1, SHLD-29); FreeBSD: 5 s.</summary>
    public Duration MinPersistTimeout { get; init; }

    /// <summary>How the peer's closed window is probed.</summary>
    public TcpProbeForm WindowProbe { get; init; } = TcpProbeForm.NextOctet;

    /// <summary>Whether connections are kept alive where a socket does not choose: false (RFC 9293 §3.8.4, MUST-25).</summary>
    public bool KeepAlive { get; init; }

    /// <summary>After how long without a segment from the peer the first keep-alive is sent: 2 h (RFC 9293 §3.8.4, MUST-28).</summary>
    public Duration KeepAliveTime { get; init; } = 7_200.Seconds;

    /// <summary>The time between keep-alives without an answer: 75 s (Linux's and FreeBSD's default).</summary>
    public Duration KeepAliveInterval { get; init; } = 75.Seconds;

    /// <summary>After how many keep-alives without an answer the connection fails: 9 (Linux's tcp_keepalive_probes; FreeBSD: 8).</summary>
    public int KeepAliveRetryCount { get; init; } = 9;

    /// <summary>Whether SYNs tell the peer the user timeout, and the peer's is listened to where the application has set none: false unless said otherwise (RFC 5482).</summary>
    public bool UserTimeoutOption { get; init; }

    /// <summary>How connections past the backlog are answered.</summary>
    public SynCookieMode SynCookies { get; init; } = SynCookieMode.PastBacklog;

    /// <summary>Whether a newer SYN may take over a connection in TIME-WAIT: true unless said otherwise (RFC 6191, RFC 9293 MAY-2).</summary>
    public bool TimeWaitReuse { get; init; } = true;

    /// <summary>The least time between two answers to segments that carry no data and do not fit: 500 ms (RFC 5961 §7; Linux's tcp_invalid_ratelimit).</summary>
    public Duration ChallengeInterval { get; init; } = 500.Milliseconds;

    /// <summary>How many such answers a connection gives in that time: 1; FreeBSD: 5 in a second (tcp_send_challenge_ack).</summary>
    public int ChallengesPerInterval { get; init; } = 1;

    /// <summary>In which order and how strictly arriving segments are checked: as RFC 9293 §3.10.7 unless said otherwise.</summary>
    public TcpSegmentChecks SegmentChecks { get; init; }

    /// <summary>Whether each acknowledgment offers all the room there is, however small the step (FreeBSD's tcp_output); otherwise the window's edge moves by worthwhile steps (RFC 9293 §3.8.6.2.2).</summary>
    public bool OffersAllRoom { get; init; }

    /// <summary>How many challenge ACKs a host sends a second: 100 (RFC 5961 §7 asks for a limit; 10 in 5 s is its example); <see cref="int.MaxValue"/> for no limit.</summary>
    public int ChallengeLimit { get; init; } = 100;

    /// <summary>For how long TCP waits for the network to forget a segment: the MSL, 2 min (RFC 9293 §3.4.2). TIME-WAIT lasts twice as long.</summary>
    public Duration MaximumSegmentLifetime { get; init; } = 120.Seconds;

    /// <summary>
    /// How long a connection whose application is gone waits in FIN-WAIT-2 for a peer that does not close: 60 s unless said otherwise
    /// (Linux's tcp_fin_timeout; RFC 9293 has no bound, and such connections would pile up).
    /// </summary>
    public Duration FinWait2Timeout { get; init; } = 60.Seconds;

    /// <summary>The TTL of segments, or null for the host's own (RFC 9293 §3.9.2, MUST-49).</summary>
    public byte? TimeToLive { get; init; }
}
