using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Stack.Tcp;

/// <content>What the connection tells of itself (Linux's TCP_INFO), and what it counts for that.</content>
internal sealed partial class TcpConnection
{
    private long _totalSent;              // sequence numbers, each counted once
    private long _octetsSent;
    private long _octetsReceived;         // in order, the FIN counted
    private long _octetsRetransmitted;
    private uint _totalRetransmissions;   // segments, in 32 bits as RFC 4898 counts them
    private uint _segmentsSent;
    private uint _segmentsReceived;
    private uint _dataSegmentsSent;
    private uint _dataSegmentsReceived;
    private uint _segmentsDelivered;
    private uint _segmentsMarked;
    private uint _duplicateSacks;
    private uint _outOfOrderSegments;
    private SimTime _dataReceivedAt;
    private SimTime _ackReceivedAt;
    private DeliveryRateSample _lastDelivery; // the last valid one

    /// <summary>Where the connection stands in both sequence spaces.</summary>
    public TcpSequenceView SequenceView => new(
        _iss, _irs, RelativeSent(_sndUna), RelativeSent(_sndMax), RelativeSent(_sndUna + _sndWnd), RelativeReceived(_rcvNxt), RelativeReceived(_rcvEdge));

    /// <summary>How the connection fares at this instant.</summary>
    public TcpConnectionInfo Info()
    {
        var now = _environment.Now;
        return new TcpConnectionInfo
        {
            State = StateToTell,
            RecoveryPhase = _phase,
            Timeouts = _timeouts,
            Probes = Math.Max(_probes, _keepAlives),
            Backoff = _rtt.BackOffs,
            UsesTimestamps = _usesTimestamps,
            UsesSelectiveAcks = _usesSack,
            UsesWindowScaling = _usesScaling,
            UsesEcn = _usesEcn,
            HasSeenEcn = _hasSeenEcn,
            SendWindowScale = _sendShift,
            ReceiveWindowScale = _receiveShift,
            Rto = _rtt.Rto,
            DelayedAckTimeout = _options.DelayedAckTimeout,
            SendMss = _sendMss,
            ReceiveMss = _receiveMss,
            UnacknowledgedSegments = State is TcpState.SynSent or TcpState.SynReceived ? 1 : _scoreboard.Count,
            SackedSegments = _usesSack ? _scoreboard.SackedSegments : _renoSacked,
            LostSegments = _scoreboard.LostSegments,
            RetransmittedSegments = _scoreboard.ResentSegments,
            SinceDataSent = _octetsSent == 0 ? Duration.Zero : now - _dataSentAt,
            SinceDataReceived = _dataSegmentsReceived == 0 ? Duration.Zero : now - _dataReceivedAt,
            SinceAckReceived = IsSynchronized ? now - _ackReceivedAt : Duration.Zero,
            PathMtu = _environment.PathMtu(this),
            SmoothedRtt = _rtt.SmoothedRtt,
            RttVariation = _rtt.RttVariation,
            MinRtt = _rtt.MinRtt,
            SlowStartThreshold = _congestion.SlowStartThreshold == int.MaxValue ? null : _congestion.SlowStartThreshold,
            CongestionWindow = IsSynchronized ? _congestion.Window : InitialWindow(),
            AdvertisedMss = OwnMss,
            Reordering = _options.DuplicateAckThreshold,
            ReceiverRtt = _receiverRtt,
            ReceiveSpace = Math.Max(_receiveSpace, _options.InitialWindowSegments * OwnMss),
            TotalRetransmissions = _totalRetransmissions,
            PacingRate = PacingRate,
            OctetsAcknowledged = _sndUna == _iss ? 0 : _totalSent - (_sndNxt - _sndUna) + (_isPassive ? 0 : 1), // Linux counts the SYN of an active open alone
            OctetsReceived = _octetsReceived,
            SegmentsSent = _segmentsSent,
            SegmentsReceived = _segmentsReceived,
            UnsentOctets = Math.Max(0, OutgoingEnd - _sndNxt),
            DataSegmentsReceived = _dataSegmentsReceived,
            DataSegmentsSent = _dataSegmentsSent,
            DeliveryRate = _lastDelivery.Rate,
            IsApplicationLimited = _lastDelivery.IsApplicationLimited,
            SegmentsDelivered = _segmentsDelivered + (IsSynchronized ? 1L : 0),
            SegmentsMarked = _segmentsMarked,
            OctetsSent = _octetsSent,
            OctetsRetransmitted = _octetsRetransmitted,
            DuplicateSacks = _duplicateSacks,
            ReorderingsSeen = _rack.ReorderingsSeen,
            OutOfOrderSegments = _outOfOrderSegments,
            SendWindow = _sndWnd,
            ReceiveWindow = ReceiveWindow,
            OctetsInFlight = Pipe,
        };
    }
}
