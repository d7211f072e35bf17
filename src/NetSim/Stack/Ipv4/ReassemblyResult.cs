using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>What became of a fragment: it is kept, completes a packet, or is dropped.</summary>
/// <param name="Reason">Why; a <see cref="DropReason"/> where it is dropped.</param>
/// <param name="Arguments">The reason's values.</param>
/// <param name="Packet">The packet that it completes.</param>
internal readonly record struct ReassemblyResult(Reason Reason, object?[] Arguments, Ipv4Packet? Packet = null)
{
    /// <summary>Why the fragment is dropped, or null where it is not.</summary>
    public DropReason? DropReason => Reason as DropReason;
}

/// <summary>An incomplete packet that is given up though its fragments fit together.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Arguments">The reason's values.</param>
/// <param name="Received">The fragment that came first, whichever it is.</param>
/// <param name="FirstFragment">The fragment with offset 0, if it came: where the time ran out, ICMP tells its source (RFC 1122 §3.3.2).</param>
internal readonly record struct AbandonedReassembly(DropReason Reason, object?[] Arguments, Ipv4Packet Received, Ipv4Packet? FirstFragment);
