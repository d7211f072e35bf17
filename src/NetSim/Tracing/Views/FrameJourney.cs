using NetSim.Kernel;
using NetSim.Packets;

namespace NetSim.Tracing.Views;

/// <summary>Where a PDU's journey ended.</summary>
/// <param name="Device">The device that it reached, or was meant to reach.</param>
/// <param name="Kind">How far it came.</param>
/// <param name="Note">Why it did not arrive, or null where it did.</param>
internal sealed record JourneyEnd(string Device, ArrowKind Kind, string? Note = null);

/// <summary>A PDU from the device that made it to all those that it reached, over whatever passed it on as it is.</summary>
internal sealed class FrameJourney(string from, SimTime time, Pdu pdu)
{
    /// <summary>The device that made it.</summary>
    public string From { get; } = from;

    /// <summary>When it was made.</summary>
    public SimTime Time { get; } = time;

    /// <summary>The frame, or what was dropped before it became one.</summary>
    public Pdu Pdu { get; } = pdu;

    /// <summary>The devices that took it in without a drop, in order.</summary>
    public List<string> Accepted { get; } = [];

    /// <summary>Who dropped it, and why.</summary>
    public List<(string Device, DropReason Reason)> Drops { get; } = [];

    /// <summary>The links on which it did not arrive, or not yet.</summary>
    public List<FrameTransmission> Missing { get; } = [];

    /// <summary>Where the journey ended.</summary>
    public List<JourneyEnd> Ends { get; } = [];
}
