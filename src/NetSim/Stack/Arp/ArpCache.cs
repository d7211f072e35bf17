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
    private readonly Dictionary<(NetworkInterface, Ipv4Address), LinkedListNode<ArpEntry>> _entries = [];
    private readonly LinkedList<ArpEntry> _inOrder = new(); // of being added
    private readonly SimTimer _expiry;

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
        if (!_entries.TryGetValue((egress, address), out var node))
            return null;
        var entry = node.Value;
        if (entry.Mac is null || entry.ExpiresAt > _simulation.Now)
            return entry;
        Remove(entry);
        return null;
    }

    /// <summary>Adds an entry that is not resolved yet; null when the cache is full of such entries.</summary>
    public ArpEntry? Add(NetworkInterface egress, Ipv4Address address)
    {
        if (_entries.Count >= _options.CacheLimit && !RemoveOldestAnswer())
            return null;
        var entry = new ArpEntry(address, egress);
        _entries[(egress, address)] = _inOrder.AddLast(entry);
        return entry;
    }

    /// <summary>Writes down what the user told, in the place of what was asked for.</summary>
    /// <returns>The entry, for which packets may wait.</returns>
    public ArpEntry AddStatic(NetworkInterface egress, Ipv4Address address, MacAddress mac)
    {
        var entry = new ArpEntry(address, egress) { IsStatic = true, Mac = mac, ExpiresAt = SimTime.MaxValue };
        if (_entries.TryGetValue((egress, address), out var former))
        {
            former.Value.RequestTimer?.Stop();
            while (former.Value.Waiting.TryDequeue(out var waiting))
                entry.Waiting.Enqueue(waiting);
            _inOrder.Remove(former);
        }

        _entries[(egress, address)] = _inOrder.AddLast(entry);
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
        entry.RequestTimer?.Stop();
        if (!_expiry.IsRunning)
            _expiry.Start(_options.CacheTimeout);
    }

    public void Remove(ArpEntry entry)
    {
        entry.RequestTimer?.Stop();
        if (!_entries.Remove((entry.Egress, entry.Address), out var node))
            return;
        _inOrder.Remove(node);
        if (entry.Mac is not null)
            _trace?.State(StateTable.ArpCache, entry.Address, null);
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
