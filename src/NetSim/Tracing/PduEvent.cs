using NetSim.Kernel;
using NetSim.Packets;

namespace NetSim.Tracing;

/// <summary>A PDU at a device: how it came in, how it or its answer went out, and every layer's decisions in between.</summary>
public sealed class PduEvent : TraceEvent
{
    private readonly List<TraceStep> _inSteps = [];
    private readonly List<TraceStep> _outSteps = [];

    internal PduEvent(int number, SimTime time, string device, string? lastDevice, Pdu? inPdu, PduEvent? cause)
        : base(number, time, device, cause)
    {
        LastDevice = lastDevice;
        InPdu = inPdu;
    }

    /// <summary>The device that it came from, or null where the PDU was made here.</summary>
    public string? LastDevice { get; }

    /// <summary>What came in, outermost layer first, or null where the PDU was made here.</summary>
    public Pdu? InPdu { get; }

    /// <summary>What went out: a frame, or what was kept or dropped before it became one; null where nothing did.</summary>
    public Pdu? OutPdu { get; private set; }

    /// <summary>What the event is about: <see cref="InPdu"/>, and where the PDU was made here, <see cref="OutPdu"/>.</summary>
    public Pdu? Pdu => InPdu ?? OutPdu;

    /// <summary>The decisions on the way in, in the order in which they were made.</summary>
    public IReadOnlyList<TraceStep> InSteps => _inSteps;

    /// <summary>The decisions on the way out, in the order in which they were made.</summary>
    public IReadOnlyList<TraceStep> OutSteps => _outSteps;

    /// <summary>All decisions, those on the way in first.</summary>
    public IEnumerable<TraceStep> Steps => _inSteps.Concat(_outSteps);

    /// <summary>Why it was dropped here, or null where it was not.</summary>
    public DropReason? DropReason => TraceStep.DropOf(Steps);

    internal void AddIn(TraceStep step) => _inSteps.Add(step);

    internal void AddOut(TraceStep step)
    {
        _outSteps.Add(step);
        // The last layer to speak has the outermost PDU.
        OutPdu = step.Pdu ?? OutPdu;
    }

    /// <summary>Such as <c>12 0.000123456 Switch: DNS query 0x1234 A ark-inflearn.com</c>.</summary>
    public override string ToString() => $"{Number} {Time} {Device}: {Pdu}";
}
