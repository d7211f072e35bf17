using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links.Impairments;

/// <summary>What impairments did to a frame that arrives. The default is nothing.</summary>
/// <param name="Delay">By how much it is late.</param>
/// <param name="IsCopy">Whether the link made it of a frame that arrived too.</param>
/// <param name="FlippedBit">Which bit of it is wrong though the FCS is right, or null.</param>
/// <param name="IsReplaced">Whether a rule put it in the place of the frame that was sent.</param>
internal readonly record struct Reception(Duration Delay, bool IsCopy, int? FlippedBit, bool IsReplaced)
{
    /// <summary>Writes down what happened, at the port that receives the frame.</summary>
    public void Write(DeviceTrace trace, EthernetFrame frame, string port)
    {
        if (IsCopy)
            trace.In(Layer.Physical, PduAction.Accept, frame, Reason.LinkDoubled, port);
        if (Delay > Duration.Zero)
            trace.In(Layer.Physical, PduAction.Accept, frame, Reason.LinkDelayed, port, Delay);
        if (FlippedBit is { } bit)
            trace.In(Layer.Physical, PduAction.Accept, frame, Reason.LinkFlippedBit, port, bit % 8, bit / 8);
        if (IsReplaced)
            trace.In(Layer.Physical, PduAction.Accept, frame, Reason.LinkReplaced, port);
    }
}
