using NetSim.Packets;

namespace NetSim.Tracing;

/// <summary>One decision of one layer about one PDU.</summary>
/// <param name="Layer">Which layer decided.</param>
/// <param name="Action">What it did.</param>
/// <param name="Pdu">The PDU that it decided about, as that layer sees it; null where it speaks of none.</param>
/// <param name="Reason">Why: the template of the sentence.</param>
/// <param name="Arguments">The values in the sentence.</param>
public sealed record TraceStep(Layer Layer, PduAction Action, Pdu? Pdu, Reason Reason, IReadOnlyList<object?> Arguments)
{
    /// <summary>The reason in words, with the values that were compared.</summary>
    public string Sentence => Reason.Format(Arguments);

    /// <summary>Such as <c>2 Drop: The frame is for 02:00:00:00:00:03: …</c>.</summary>
    public override string ToString() => $"{(int)Layer} {Action}: {Sentence}";

    /// <summary>Why one of the steps dropped the PDU, or null where none did.</summary>
    internal static DropReason? DropOf(IEnumerable<TraceStep> steps)
    {
        foreach (var step in steps)
        {
            if (step is { Action: PduAction.Drop, Reason: DropReason reason })
                return reason;
        }

        return null;
    }
}
