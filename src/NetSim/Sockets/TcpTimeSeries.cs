using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Sockets;

/// <summary>A TCP connection over time, as one end of it sees it: its variables at each segment, and the segments.</summary>
/// <remarks>Sequence numbers start at 0 for each side's SYN and do not wrap.</remarks>
public sealed partial class TcpTimeSeries : ITcpProbe
{
    private readonly Simulation _simulation;
    private readonly List<TcpSample> _samples = [];
    private readonly List<TcpSegmentRecord> _segments = [];

    internal TcpTimeSeries(Simulation simulation) => _simulation = simulation;

    /// <summary>The connection, such as <c>192.168.1.1:49152 → 192.168.1.2:80</c>; empty before its first segment.</summary>
    public string Connection { get; private set; } = "";

    /// <summary>The connection's variables after each segment, in order.</summary>
    public IReadOnlyList<TcpSample> Samples => _samples;

    /// <summary>The segments, in order: one for each of <see cref="Samples"/>.</summary>
    public IReadOnlyList<TcpSegmentRecord> Segments => _segments;

    void ITcpProbe.OnSegmentSent(TcpConnection connection, TcpSegment segment, bool isRetransmission)
    {
        var view = connection.SequenceView;
        Add(connection, view, new TcpSegmentRecord
        {
            Time = _simulation.Now,
            IsSent = true,
            Start = view.Sent(segment.Sequence),
            End = view.Sent(segment.EndSequence),
            Flags = segment.Flags,
            IsRetransmission = isRetransmission,
            Acknowledgment = segment.Has(TcpFlags.Ack) ? view.Received(segment.Acknowledgment) : null,
            Sacks = SacksOf(segment, view.Received),
        });
    }

    void ITcpProbe.OnSegmentReceived(TcpConnection connection, TcpSegment segment)
    {
        var view = connection.SequenceView;
        Add(connection, view, new TcpSegmentRecord
        {
            Time = _simulation.Now,
            IsSent = false,
            Start = view.Received(segment.Sequence),
            End = view.Received(segment.EndSequence),
            Flags = segment.Flags,
            IsRetransmission = false,
            Acknowledgment = segment.Has(TcpFlags.Ack) ? view.Sent(segment.Acknowledgment) : null,
            Sacks = SacksOf(segment, view.Sent),
        });
    }

    private void Add(TcpConnection connection, in TcpSequenceView view, TcpSegmentRecord segment)
    {
        if (Connection.Length == 0)
            Connection = connection.ToString();
        var info = connection.Info();
        Add(segment, new TcpSample
        {
            Time = _simulation.Now,
            CongestionWindow = info.CongestionWindow,
            SlowStartThreshold = info.SlowStartThreshold,
            OctetsInFlight = info.OctetsInFlight,
            SmoothedRtt = info.SmoothedRtt,
            Rto = info.Rto,
            SendUnacknowledged = view.Una,
            SendNext = view.Nxt,
            SendWindowEdge = view.WindowEdge,
            ReceiveNext = view.RcvNxt,
            ReceiveWindowEdge = view.RcvEdge,
        });
    }

    internal void Add(TcpSegmentRecord segment, in TcpSample sample)
    {
        _segments.Add(segment);
        _samples.Add(sample);
    }

    private static List<TcpSequenceRange> SacksOf(TcpSegment segment, Func<SequenceNumber, long> relative)
    {
        if (segment.SelectiveAcks is not { } option)
            return [];
        var ranges = new List<TcpSequenceRange>(option.Blocks.Count);
        foreach (var block in option.Blocks)
            ranges.Add(new TcpSequenceRange(relative(block.Left), relative(block.Right)));
        return ranges;
    }
}
