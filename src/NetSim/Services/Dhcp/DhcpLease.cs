using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Dhcp;

/// <summary>What a DHCP server granted to a client.</summary>
public sealed record DhcpLease
{
    /// <summary>The address and its subnet.</summary>
    public required Ipv4InterfaceAddress Address { get; init; }

    /// <summary>The default gateway, or null where the server named none.</summary>
    public Ipv4Address? Router { get; init; }

    /// <summary>The DNS servers in order of preference; none where the server named none.</summary>
    public PduList<Ipv4Address> DnsServers { get; init; }

    /// <summary>The server that granted it.</summary>
    public required Ipv4Address ServerIdentifier { get; init; }

    /// <summary>How long it lasts; <see cref="Duration.MaxValue"/> for ever.</summary>
    public required Duration LeaseTime { get; init; }

    /// <summary>When the client asks its server to extend it: T1.</summary>
    public required Duration RenewalTime { get; init; }

    /// <summary>When the client asks any server to extend it: T2.</summary>
    public required Duration RebindingTime { get; init; }

    /// <summary>When the client sent the request that was granted: the times count from there (RFC 2131 §4.4.1).</summary>
    public required SimTime ObtainedAt { get; init; }

    /// <summary>Whether it never ends (RFC 2131 §3.3).</summary>
    public bool IsInfinite => LeaseTime == Duration.MaxValue;

    /// <summary>Such as <c>192.168.100.1/24 from 192.168.100.252 for 86400 s</c>.</summary>
    public override string ToString() => $"{Address} from {ServerIdentifier} for {(IsInfinite ? "ever" : LeaseTime)}";

    /// <summary>The lease of an Ack that was found to be sound.</summary>
    internal static DhcpLease FromAck(DhcpMessage ack, int prefixLength, SimTime requestedAt)
    {
        var leaseTime = ToDuration(ack.FindOption<LeaseTimeOption>()!);
        var (renewalTime, rebindingTime) = Times(ack, leaseTime);
        return new DhcpLease
        {
            Address = new Ipv4InterfaceAddress(ack.YourAddress, prefixLength),
            Router = ack.FindOption<RouterOption>()?.Addresses[0],
            DnsServers = ack.FindOption<DomainNameServerOption>()?.Addresses ?? default,
            ServerIdentifier = ack.FindOption<ServerIdentifierOption>()!.Address,
            LeaseTime = leaseTime,
            RenewalTime = renewalTime,
            RebindingTime = rebindingTime,
            ObtainedAt = requestedAt,
        };
    }

    internal static Duration ToDuration(DhcpTimeOption option) =>
        option.Seconds == DhcpTimeOption.Infinity ? Duration.MaxValue : new Duration(option.Seconds * 1_000_000_000L);

    /// <summary>T1 and T2 as the server says them, or where it does not, or makes no sense, half and seven eighths of the lease (RFC 2131 §4.4.5).</summary>
    private static (Duration RenewalTime, Duration RebindingTime) Times(DhcpMessage ack, Duration leaseTime)
    {
        if (leaseTime == Duration.MaxValue)
            return (leaseTime, leaseTime);
        var renewalTime = ack.FindOption<RenewalTimeOption>() is { } t1 ? ToDuration(t1) : leaseTime / 2;
        var rebindingTime = ack.FindOption<RebindingTimeOption>() is { } t2 ? ToDuration(t2) : leaseTime / 8 * 7;
        return Duration.Zero < renewalTime && renewalTime <= rebindingTime && rebindingTime <= leaseTime
            ? (renewalTime, rebindingTime)
            : (leaseTime / 2, leaseTime / 8 * 7);
    }
}
