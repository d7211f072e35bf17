using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links;

/// <summary>A frame that waits at a transmitter or is on the cable, with all that is known of its journey when it is sent.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Start">When its first bit is sent.</param>
/// <param name="Arrival">When its last bit arrives.</param>
/// <param name="Transmission">What the trace knows of it, or null without a trace.</param>
internal readonly record struct Flight(EthernetFrame Frame, SimTime Start, SimTime Arrival, FrameTransmission? Transmission)
{
    /// <summary>Its length without FCS.</summary>
    public int Octets => Frame.WireLength;

    /// <summary>The event that sent it, or null without a trace.</summary>
    public PduEvent? Cause => Transmission?.Cause;
}
