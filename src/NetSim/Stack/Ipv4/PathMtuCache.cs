using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>The largest packets that go through to destinations without fragmentation, as routers told (RFC 1191).</summary>
internal sealed class PathMtuCache(Simulation simulation)
{
    /// <summary>How many destinations are remembered; then the oldest is forgotten.</summary>
    public const int Limit = 1_024;

    /// <summary>The least that a path carries; what claims less is not believed (RFC 1191 §3).</summary>
    public const int MinMtu = 68;

    private static readonly Duration Lifetime = 10.Minutes; // RFC 1191 §6.3

    // RFC 1191 §7.1: the MTUs of common links, for routers that do not tell theirs.
    private static readonly int[] Plateaus = [32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, MinMtu];

    private readonly OrderedDictionary<Ipv4Address, (int Mtu, SimTime ExpiresAt)> _entries = [];

    /// <summary>What the path to a destination carries, as far as is known.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="first">What its first link carries.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // each packet asks, and as a rule no router has refused any
    public int Find(Ipv4Address destination, int first) => _entries.Count == 0 ? first : Math.Min(first, LookUp(destination) ?? first);

    /// <summary>A router refused a packet that was too large.</summary>
    /// <param name="destination">The packet's destination.</param>
    /// <param name="reported">The MTU that the router told, or 0 from one that does not.</param>
    /// <param name="packetLength">The length of the packet, as its header says.</param>
    /// <param name="current">The MTU that is believed now.</param>
    /// <returns>The MTU to believe from now on, or null where the report teaches nothing.</returns>
    public int? Learn(Ipv4Address destination, int reported, int packetLength, int current)
    {
        var mtu = reported == 0 ? PlateauBelow(Math.Min(packetLength, current)) : Math.Max(reported, MinMtu);
        if (mtu >= current)
            return null;
        _entries.Remove(destination);
        if (_entries.Count >= Limit)
            _entries.RemoveAt(0);
        _entries.Add(destination, (mtu, simulation.Now + Lifetime));
        return mtu;
    }

    private int? LookUp(Ipv4Address destination)
    {
        if (!_entries.TryGetValue(destination, out var entry))
            return null;
        if (entry.ExpiresAt > simulation.Now)
            return entry.Mtu;
        _entries.Remove(destination); // the path may carry more by now: the next large packet tells
        return null;
    }

    private static int PlateauBelow(int length)
    {
        foreach (var plateau in Plateaus)
        {
            if (plateau < length)
                return plateau;
        }

        return MinMtu;
    }
}
