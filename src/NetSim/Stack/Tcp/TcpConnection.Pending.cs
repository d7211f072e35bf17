using NetSim.Kernel;
using NetSim.Packets;

namespace NetSim.Stack.Tcp;

/// <content>What the connection tells of itself, and urgent data, in the simplest form.</content>
internal sealed partial class TcpConnection
{
    /// <summary>Who records this connection's life, or null.</summary>
    public ITcpProbe? Probe { get; set; }

    /// <summary>Where the connection stands in both sequence spaces.</summary>
    public TcpSequenceView SequenceView => new(
        _iss, _irs, RelativeSent(_sndUna), RelativeSent(_sndMax), RelativeSent(_sndUna + _sndWnd), RelativeReceived(_rcvNxt), RelativeReceived(_rcvEdge));

    /// <summary>Whether there is an urgent octet that <see cref="TryReadUrgent"/> would take, or that is ahead in the stream (POLLPRI).</summary>
    public bool HasUrgent => _rcvUp > _rcvNxt - _received.Available;

    /// <summary>Whether the next octet to be read is the urgent one (SIOCATMARK).</summary>
    public bool IsAtUrgentMark => _rcvUp == _rcvNxt - _received.Available + 1;

    /// <summary>Writes octets of which the last is urgent (MSG_OOB).</summary>
    public void WriteUrgent(Payload octets) => Write(octets);

    /// <summary>Takes the urgent octet, where it is kept out of the stream (MSG_OOB).</summary>
    public bool TryReadUrgent(out byte octet)
    {
        octet = 0;
        return !HasUrgent && Settings.UrgentInline && IsAtUrgentMark;
    }

    /// <summary>How the connection fares at this instant.</summary>
    public TcpConnectionInfo Info() => new()
    {
        State = State,
        RecoveryPhase = _inRecovery ? RecoveryPhase.Recovery : RecoveryPhase.Open,
        Timeouts = _timeouts,
        Probes = _probes,
        Backoff = _timeouts,
        UsesTimestamps = false,
        UsesSelectiveAcks = false,
        UsesWindowScaling = false,
        UsesEcn = false,
        HasSeenEcn = false,
        SendWindowScale = 0,
        ReceiveWindowScale = 0,
        Rto = _rtt.Rto,
        DelayedAckTimeout = _options.DelayedAckTimeout,
        SendMss = _sendMss,
        ReceiveMss = _options.MaximumSegmentSize,
        UnacknowledgedSegments = (FlightSize + _sendMss - 1) / _sendMss,
        SackedSegments = 0,
        LostSegments = 0,
        RetransmittedSegments = 0,
        SinceDataSent = Duration.Zero,
        SinceDataReceived = Duration.Zero,
        SinceAckReceived = Duration.Zero,
        PathMtu = _environment.PathMtu(this),
        SmoothedRtt = _rtt.SmoothedRtt,
        RttVariation = _rtt.RttVariation,
        MinRtt = Duration.Zero,
        SlowStartThreshold = _congestion.SlowStartThreshold == int.MaxValue ? null : _congestion.SlowStartThreshold,
        CongestionWindow = _congestion.Window,
        AdvertisedMss = OwnMss,
        Reordering = _options.DuplicateAckThreshold,
        ReceiverRtt = Duration.Zero,
        ReceiveSpace = Settings.ReceiveBufferSize,
        TotalRetransmissions = 0,
        PacingRate = null,
        OctetsAcknowledged = RelativeSent(_sndUna),
        OctetsReceived = RelativeReceived(_rcvNxt),
        SegmentsSent = 0,
        SegmentsReceived = 0,
        UnsentOctets = Math.Max(0, OutgoingEnd - _sndMax),
        DataSegmentsReceived = 0,
        DataSegmentsSent = 0,
        DeliveryRate = null,
        IsApplicationLimited = false,
        SegmentsDelivered = 0,
        SegmentsMarked = 0,
        OctetsSent = 0,
        OctetsRetransmitted = 0,
        DuplicateSacks = 0,
        ReorderingsSeen = 0,
        OutOfOrderSegments = _received.OutOfOrder > 0 ? 1 : 0,
        SendWindow = _sndWnd,
        ReceiveWindow = ReceiveWindow,
        OctetsInFlight = FlightSize,
    };
}
