using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>Whom a packet is handed to, whatever its destination.</summary>
/// <param name="Gateway">The router, or null where the destination itself is on the link.</param>
/// <param name="Egress">The interface that packets leave by, or null where they are dropped.</param>
internal readonly record struct NextHop(Ipv4Address? Gateway, Ipv4Interface? Egress)
{
    public override string ToString() => (Gateway, Egress) switch
    {
        (_, null) => "blackhole",
        ({ } gateway, _) => $"via {gateway} on {Egress.NetworkInterface.Name}",
        _ => $"on {Egress.NetworkInterface.Name}",
    };
}
