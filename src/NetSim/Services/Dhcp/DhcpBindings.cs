using NetSim.Kernel;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <summary>A DHCP server's table: one entry at most for each address of the pool and each reservation, so it is bounded.</summary>
internal sealed class DhcpBindings(Simulation simulation, DhcpServerOptions options, Ipv4InterfaceAddress own, DeviceTrace? trace)
{
    private readonly OrderedDictionary<Ipv4Address, DhcpBinding> _bindings = [];
    private readonly Dictionary<ClientIdentifierOption, DhcpBinding> _ofClient = []; // for look-up only
    private uint _next = options.PoolStart.Value; // every pool address below was used before

    public IEnumerable<DhcpServerLease> Leases => _bindings.Values
        .Where(binding => binding.State == DhcpBindingState.Leased)
        .Select(binding => new DhcpServerLease(
            binding.Address, binding.Mac, binding.Expiry.IsRunning ? binding.Expiry.Deadline : SimTime.MaxValue));

    /// <summary>The client's present or last address.</summary>
    public DhcpBinding? Find(ClientIdentifierOption client) => _ofClient.GetValueOrDefault(client);

    public DhcpBinding? Find(Ipv4Address address) => _bindings.GetValueOrDefault(address);

    /// <summary>Chooses an address (RFC 2131 §4.3.1), or null where none is free.</summary>
    public (DhcpBinding Binding, Reason Reason)? Choose(ClientIdentifierOption client, MacAddress mac, Ipv4Address? wish)
    {
        if (ReservationOf(mac) is { } reserved)
            return IsFor(reserved, client) ? (Get(reserved), Reason.DhcpChoosesReservation) : null;
        if (Find(client) is { } former && IsFor(former.Address, client) && IsGiven(former.Address, mac))
            return (former, Reason.DhcpChoosesFormer);
        if (wish is { } requested && IsGiven(requested, mac) && IsFor(requested, client))
            return (Get(requested), Reason.DhcpChoosesRequested);
        if (NextUnused(mac) is { } unused)
            return (Get(unused), Reason.DhcpChoosesNextFree);
        return Oldest(mac) is { } oldest ? (oldest, Reason.DhcpChoosesOldest) : null;
    }

    /// <summary>Whether the server gives this address to that client: it is reserved for it, or in the pool and reserved for nobody.</summary>
    public bool IsGiven(Ipv4Address address, MacAddress mac)
    {
        foreach (var (client, reserved) in options.Reservations)
        {
            if (reserved == address || client == mac)
                return reserved == address && client == mac;
        }

        return IsInPool(address);
    }

    /// <summary>Whether no other client has the address.</summary>
    public bool IsFor(Ipv4Address address, ClientIdentifierOption client) =>
        Find(address) is not { } binding || binding.IsFree || (binding.State != DhcpBindingState.Declined && client.Equals(binding.Client));

    public DhcpBinding Get(Ipv4Address address)
    {
        if (Find(address) is { } known)
            return known;
        DhcpBinding? added = null;
        added = new DhcpBinding(address) { Expiry = new SimTimer(simulation, () => Free(added!)) { IsBackground = true } };
        _bindings[address] = added;
        return added;
    }

    /// <summary>Keeps an address for a client. A lease that it has goes on until it takes the offer.</summary>
    public void Offer(DhcpBinding binding, ClientIdentifierOption client, MacAddress mac)
    {
        if (binding.State == DhcpBindingState.Leased)
            return;
        Assign(binding, client, mac);
        binding.State = DhcpBindingState.Offered;
        binding.Expiry.Start(options.OfferTimeout);
    }

    public void Lease(DhcpBinding binding, ClientIdentifierOption client, MacAddress mac)
    {
        Assign(binding, client, mac);
        if (binding.State != DhcpBindingState.Leased)
            trace?.State(StateTable.DhcpLeases, binding.Address, mac);
        binding.State = DhcpBindingState.Leased;
        Arm(binding);
    }

    public void Decline(DhcpBinding binding)
    {
        Free(binding);
        binding.State = DhcpBindingState.Declined;
        Arm(binding);
    }

    /// <summary>Ends an offer or a lease; whose it was is remembered (RFC 2131 §4.3.4).</summary>
    public void Free(DhcpBinding binding)
    {
        if (binding.State == DhcpBindingState.Leased)
            trace?.State(StateTable.DhcpLeases, binding.Address, null);
        binding.State = DhcpBindingState.Free;
        binding.FreeSince = simulation.Now;
        binding.Expiry.Stop();
    }

    private void Arm(DhcpBinding binding)
    {
        if (options.LeaseDuration == Duration.MaxValue)
            binding.Expiry.Stop();
        else
            binding.Expiry.Start(options.LeaseDuration);
    }

    /// <summary>A client has one address of the server's: another that it had is free.</summary>
    private void Assign(DhcpBinding binding, ClientIdentifierOption client, MacAddress mac)
    {
        if (Find(client) is { } other && other != binding && other.State != DhcpBindingState.Declined)
        {
            if (!other.IsFree)
                Free(other);
            other.Client = null;
        }

        if (binding.Client is { } former && !former.Equals(client) && Find(former) == binding)
            _ofClient.Remove(former);
        binding.Client = client;
        binding.Mac = mac;
        _ofClient[client] = binding;
    }

    private Ipv4Address? ReservationOf(MacAddress mac)
    {
        foreach (var (client, address) in options.Reservations)
        {
            if (client == mac)
                return address;
        }

        return null;
    }

    private bool IsInPool(Ipv4Address address) =>
        options.PoolStart <= address && address <= options.PoolEnd
        && address != own.Address && address != options.Router && !options.DnsServers.AsSpan().Contains(address);

    private Ipv4Address? NextUnused(MacAddress mac)
    {
        for (; _next <= options.PoolEnd.Value; _next++)
        {
            var address = new Ipv4Address(_next);
            if (Find(address) is null && IsGiven(address, mac))
                return address;
        }

        return null;
    }

    private DhcpBinding? Oldest(MacAddress mac)
    {
        DhcpBinding? oldest = null;
        foreach (var binding in _bindings.Values)
        {
            if (binding.IsFree && IsGiven(binding.Address, mac) && (oldest is null || binding.FreeSince < oldest.FreeSince))
                oldest = binding;
        }

        return oldest;
    }
}
