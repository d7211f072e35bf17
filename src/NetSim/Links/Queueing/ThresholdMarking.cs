using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Queueing;

/// <summary>Marks a frame when more than a number of frames wait as it comes: what DCTCP asks of a switch (RFC 8257 §3.1).</summary>
/// <param name="Frames">The threshold, K: 0 or more. Only where more than so many wait, the one that is being sent not counted, is a frame
/// marked.</param>
public sealed record ThresholdMarking(int Frames) : ActiveQueueManagement
{
    /// <summary>
    /// Whether frames that cannot be marked are dropped beyond the threshold, as by a RED whose two thresholds are the same: not unless
    /// said otherwise. If so, flows without ECN starve beside DCTCP (RFC 8257 §5).
    /// </summary>
    public bool DropsOthers { get; init; }

    internal override void Validate()
    {
        if (Frames < 0)
            throw new ArgumentException($"The threshold of a marking queue must not be negative, as {Frames} is.", nameof(Frames));
    }

    internal override EnqueueDiscipline AtEnqueue(DataRate rate, Func<RandomStream> random) => new Discipline(this);

    private sealed class Discipline(ThresholdMarking options) : EnqueueDiscipline
    {
        private readonly QueueVerdict _beyond = options.DropsOthers ? QueueVerdict.MarkOrDrop : QueueVerdict.MarkOrPass;
        private int _waiting;

        public override QueueVerdict Decide(int waiting, Duration idle)
        {
            _waiting = waiting;
            return waiting > options.Frames ? _beyond : QueueVerdict.Pass;
        }

        public override void TraceMark(DeviceTrace trace, string port, EthernetFrame marked) =>
            trace.Out(Layer.Physical, PduAction.Transfer, marked, Reason.ThresholdMarks, port, _waiting, options.Frames);

        public override void TraceDrop(DeviceTrace trace, string port, EthernetFrame frame) =>
            trace.Out(Layer.Physical, PduAction.Drop, frame, DropReason.ThresholdDrops, port, _waiting, options.Frames);
    }
}
