using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Dhcp;

/// <summary>What a DHCP server gives to the clients of its subnet. The subnet mask is that of its own interface.</summary>
public sealed record DhcpServerOptions
{
    /// <summary>The first address of the pool.</summary>
    public required Ipv4Address PoolStart { get; init; }

    /// <summary>The last address of the pool.</summary>
    public required Ipv4Address PoolEnd { get; init; }

    /// <summary>The clients' default gateway, or null for none.</summary>
    public Ipv4Address? Router { get; init; }

    /// <summary>The clients' DNS servers in order of preference.</summary>
    public PduList<Ipv4Address> DnsServers { get; init; }

    /// <summary>How long a lease lasts: a day unless said otherwise; <see cref="Duration.MaxValue"/> for ever.</summary>
    public Duration LeaseDuration { get; init; } = 24.Hours;

    /// <summary>How long an offer is kept for its client: 60 s unless said otherwise, as long as a client asks.</summary>
    public Duration OfferTimeout { get; init; } = 60.Seconds;

    /// <summary>Addresses of the subnet, in the pool or beside it, that belong to one client each.</summary>
    public IReadOnlyList<KeyValuePair<MacAddress, Ipv4Address>> Reservations { get; init; } = [];

    internal void Validate(Ipv4InterfaceAddress own)
    {
        if (PoolStart > PoolEnd)
            throw new ArgumentException($"The pool of a DHCP server ends at {PoolEnd}, before its start {PoolStart}.");
        foreach (var address in (ReadOnlySpan<Ipv4Address>)[PoolStart, PoolEnd, .. Reservations.Select(reservation => reservation.Value)])
        {
            if (!own.Subnet.IsHost(address))
                throw new ArgumentException($"The DHCP server's interface has {own}, and {address} is no host's address of that subnet.");
        }

        if (LeaseDuration < 1.Seconds)
            throw new ArgumentException($"A lease lasts a second at least, not {LeaseDuration}.");
        if (OfferTimeout <= Duration.Zero)
            throw new ArgumentException($"An offer must be kept for some time, not {OfferTimeout}.");
        if (Reservations.Select(reservation => reservation.Key).Distinct().Count() != Reservations.Count
            || Reservations.Select(reservation => reservation.Value).Distinct().Count() != Reservations.Count)
        {
            throw new ArgumentException("A client has one reserved address, and an address is reserved for one client.");
        }
    }
}
