using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <summary>What a host believes about who has which address, and for how long. It is bounded in size.</summary>
internal sealed class ArpCache
{
    private readonly Simulation _simulation;
    private readonly ArpOptions _options;
    private readonly DeviceTrace? _trace;
    private readonly Dictionary<ulong, ArpEntry> _entries = []; // by interface and address
    private readonly LinkedList<ArpEntry> _inOrder = new(); // of being added
    private readonly SimTimer _expiry;
    private ArpEntry? _lastFound; // a packet's next hop is, as a rule, that of the packet before

    public ArpCache(Simulation simulation, ArpOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _options = options;
        _trace = trace;
        _expiry = new SimTimer(simulation, RemoveExpired) { IsBackground = true };
    }

    public IEnumerable<ArpEntry> Entries => _inOrder;

    /// <summary>What is known about an address, or null; an answer counts until the instant at which it expires.</summary>
    public ArpEntry? Find(NetworkInterface egress, Ipv4Address address)
    {
        var entry = _lastFound;
        if (entry is null || entry.Address != address || entry.Egress != egress)
        {
            if (!_entries.TryGetValue(KeyOf(egress, address), out entry))
                return null;
            _lastFound = entry;
        }

        if (entry.Mac is null || entry.ExpiresAt > _simulation.Now)
            return entry;
        Remove(entry);
        return null;
    }

    /// <summary>Adds an entry that is to be resolved; null when the cache is full of such entries.</summary>
    public ArpEntry? Add(NetworkInterface egress, Ipv4Address address)
    {
        if (_entries.Count >= _options.CacheLimit && !RemoveOldestAnswer())
            return null;
        var entry = new ArpEntry(address, egress) { Resolution = new ArpResolution() };
        Add(entry);
        return entry;
    }

    /// <summary>Writes down what the user told, in the place of what was asked for.</summary>
    /// <returns>The entry, for which packets may wait.</returns>
    public ArpEntry AddStatic(NetworkInterface egress, Ipv4Address address, MacAddress mac)
    {
        var former = Find(egress, address);
        if (former is not null)
            Remove(former);
        var entry = new ArpEntry(address, egress) { IsStatic = true, Mac = mac, ExpiresAt = SimTime.MaxValue, Resolution = former?.Resolution };
        Add(entry);
        _trace?.State(StateTable.ArpCache, address, mac);
        return entry;
    }

    /// <summary>Writes an answer down and lets it live from now.</summary>
    public void Resolve(ArpEntry entry, MacAddress mac)
    {
        if (entry.Mac != mac)
            _trace?.State(StateTable.ArpCache, entry.Address, mac);
        entry.Mac = mac;
        entry.ExpiresAt = _simulation.Now + _options.CacheTimeout;
        if (!_expiry.IsRunning)
            _expiry.Start(_options.CacheTimeout);
    }

    public void Remove(ArpEntry entry)
    {
        _lastFound = null;
        if (!_entries.Remove(KeyOf(entry.Egress, entry.Address)))
            return;
        _inOrder.Remove(entry.Place!);
        if (entry.Mac is not null)
            _trace?.State(StateTable.ArpCache, entry.Address, null);
    }

    private static ulong KeyOf(NetworkInterface egress, Ipv4Address address) => ((ulong)egress.Number << 32) | address.Value;

    private void Add(ArpEntry entry)
    {
        _entries[KeyOf(entry.Egress, entry.Address)] = entry;
        entry.Place = _inOrder.AddLast(entry);
    }

    private void RemoveExpired()
    {
        SimTime? next = null;
        foreach (var entry in _inOrder.ToArray())
        {
            if (entry.Mac is null || entry.IsStatic)
                continue;
            if (entry.ExpiresAt <= _simulation.Now)
                Remove(entry);
            else if (next is null || entry.ExpiresAt < next)
                next = entry.ExpiresAt;
        }

        if (next is { } time)
            _expiry.Start(time - _simulation.Now);
    }

    private bool RemoveOldestAnswer()
    {
        ArpEntry? oldest = null;
        foreach (var entry in _inOrder)
        {
            if (entry is { Mac: not null, IsStatic: false } && (oldest is null || entry.ExpiresAt < oldest.ExpiresAt))
                oldest = entry;
        }

        if (oldest is not null)
            Remove(oldest);
        return oldest is not null;
    }
}
