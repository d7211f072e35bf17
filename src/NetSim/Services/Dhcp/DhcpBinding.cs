using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Dhcp;

/// <summary>What a DHCP server knows of an address that it has had to do with.</summary>
internal enum DhcpBindingState
{
    /// <summary>Nobody has it; the client is the one that had it last.</summary>
    Free,

    /// <summary>It is offered and kept for a while.</summary>
    Offered,

    /// <summary>It is leased.</summary>
    Leased,

    /// <summary>A client found it in use: it is set aside for a while.</summary>
    Declined,
}

/// <summary>An address of a DHCP server and the client that has it, or had it last.</summary>
internal sealed class DhcpBinding(Ipv4Address address)
{
    public Ipv4Address Address { get; } = address;

    public DhcpBindingState State { get; set; }

    /// <summary>Which client; null before the first.</summary>
    public ClientIdentifierOption? Client { get; set; }

    public MacAddress Mac { get; set; }

    /// <summary>Since when it is free.</summary>
    public SimTime FreeSince { get; set; }

    /// <summary>When the offer, the lease or the time aside ends.</summary>
    public required SimTimer Expiry { get; init; }

    public bool IsFree => State == DhcpBindingState.Free;
}
