using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>Which of several equally good next hops a packet takes: the same one for all packets of a flow (RFC 2992).</summary>
/// <remarks>
/// Every device has a salt of its own. Were the hashes of two consecutive routers the same, all flows that reach the second would have
/// made the same choice at the first, and so would make the same choice again: half of the paths would be empty.
/// </remarks>
/// <param name="salt">A random number of the device.</param>
internal readonly struct FlowHash(ulong salt)
{
    /// <summary>The hash of a packet's flow: its addresses, protocol and, where every packet of the flow shows them, its ports.</summary>
    /// <remarks>Only the first fragment of a packet has ports, so no fragment is told apart by them: they stay together.</remarks>
    public uint Of(Ipv4Packet packet)
    {
        var ports = packet.IsFragment ? 0 : packet.Ports;
        var addresses = ((ulong)packet.Source.Value << 32) | packet.Destination.Value;
        var rest = ((ulong)packet.Protocol << 32) | ports;
        return (uint)(Mix(Mix(salt ^ addresses) ^ rest) >> 32);
    }

    /// <summary>The next hop of a flow. The hash is scaled to the number of next hops, not divided: its high bits decide.</summary>
    public static ref readonly NextHop Pick(ReadOnlySpan<NextHop> nextHops, uint hash) =>
        ref nextHops[(int)(((ulong)hash * (uint)nextHops.Length) >> 32)];

    /// <summary>One step of splitmix64 (Steele, Lea and Flood, OOPSLA 2014): each bit of the result depends on every bit of the state.</summary>
    private static ulong Mix(ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        state = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        state = (state ^ (state >> 27)) * 0x94D0_49BB_1331_11EB;
        return state ^ (state >> 31);
    }
}
