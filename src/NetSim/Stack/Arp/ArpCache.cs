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
    private readonly OrderedDictionary<(NetworkInterface, Ipv4Address), ArpEntry> _entries = [];
    private readonly SimTimer _expiry;

    public ArpCache(Simulation simulation, ArpOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _options = options;
        _trace = trace;
        _expiry = new SimTimer(simulation, RemoveExpired) { IsBackground = true };
    }

    public IEnumerable<ArpEntry> Entries => _entries.Values;

    public ArpEntry? Find(NetworkInterface egress, Ipv4Address address) => _entries.GetValueOrDefault((egress, address));

    /// <summary>Adds an entry that is not resolved yet.</summary>
    public ArpEntry Add(NetworkInterface egress, Ipv4Address address)
    {
        if (_entries.Count >= _options.CacheLimit)
            RemoveOldestAnswer();
        var entry = new ArpEntry(address, egress);
        _entries[(egress, address)] = entry;
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
        if (_entries.Remove((entry.Egress, entry.Address)) && entry.Mac is not null)
            _trace?.State(StateTable.ArpCache, entry.Address, null);
    }

    private void RemoveExpired()
    {
        SimTime? next = null;
        foreach (var entry in _entries.Values.ToArray())
        {
            if (entry.Mac is null)
                continue;
            if (entry.ExpiresAt <= _simulation.Now)
                Remove(entry);
            else if (next is null || entry.ExpiresAt < next)
                next = entry.ExpiresAt;
        }

        if (next is { } time)
            _expiry.Start(time - _simulation.Now);
    }

    private void RemoveOldestAnswer()
    {
        foreach (var entry in _entries.Values)
        {
            if (entry.Mac is null)
                continue;
            Remove(entry);
            return;
        }
    }
}
