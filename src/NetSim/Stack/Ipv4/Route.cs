using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Ipv4;

/// <summary>Where packets for a block of addresses go.</summary>
/// <param name="Destination">The block; 0.0.0.0/0 for the default route.</param>
/// <param name="Gateway">The router to hand packets to, or null where the destinations are on the link.</param>
/// <param name="Egress">The interface that packets leave by.</param>
internal sealed record Route(Ipv4Subnet Destination, Ipv4Address? Gateway, Ipv4Interface Egress)
{
    public override string ToString() => Gateway is { } gateway
        ? $"via {gateway} on {Egress.NetworkInterface.Name}"
        : $"on {Egress.NetworkInterface.Name}";
}
