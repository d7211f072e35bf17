using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Switching;

/// <summary>What <see cref="MacTable.Learn"/> did with a source address.</summary>
internal enum LearnResult
{
    /// <summary>The address was new.</summary>
    Learned,

    /// <summary>The address was known on that port: its age starts again.</summary>
    Refreshed,

    /// <summary>The address was known on another port.</summary>
    Moved,

    /// <summary>There is no room for another address.</summary>
    TableFull,
}

/// <summary>Which address is behind which port, and for how long that is believed (the filtering database, IEEE 802.1Q-2022 §8.8).</summary>
internal sealed class MacTable : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly MacRelayOptions _options;
    private readonly DeviceTrace? _trace;
    private readonly Dictionary<MacAddress, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byAge = new(); // the longest unseen first
    private readonly SimTimer _ageing;

    public MacTable(Simulation simulation, MacRelayOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _options = options;
        _trace = trace;
        _ageing = new SimTimer(simulation, this) { IsBackground = true };
    }

    /// <summary>The entries, the longest unseen first.</summary>
    public IEnumerable<(MacAddress Address, NetworkInterface Port)> Entries => _byAge.Select(entry => (entry.Address, entry.Port));

    public LearnResult Learn(MacAddress source, NetworkInterface ingress)
    {
        if (!_entries.TryGetValue(source, out var node))
            return LearnNew(source, ingress);

        _byAge.Remove(node);
        _byAge.AddLast(node);
        node.ValueRef.SeenAt = _simulation.Now;
        if (node.Value.Port == ingress)
            return LearnResult.Refreshed;
        node.ValueRef.Port = ingress;
        _trace?.State(StateTable.MacTable, source, ingress.Name);
        return LearnResult.Moved;
    }

    /// <summary>The port behind which an address is, or null where that is not known.</summary>
    public NetworkInterface? Find(MacAddress destination) =>
        _entries.TryGetValue(destination, out var node) ? node.Value.Port : null;

    /// <summary>Forgets every address behind a port, as when its cable is unplugged.</summary>
    public void Forget(NetworkInterface port)
    {
        for (var node = _byAge.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Port == port)
                Remove(node);
            node = next;
        }
    }

    /// <summary>The entry that is the longest unseen has reached its age, unless it was seen again meanwhile.</summary>
    void IEventHandler.OnEvent(object? state)
    {
        while (_byAge.First is { } node && node.Value.SeenAt + _options.AgeingTime <= _simulation.Now)
            Remove(node);
        if (_byAge.First is { } next)
            _ageing.Start(next.Value.SeenAt + _options.AgeingTime - _simulation.Now);
    }

    private LearnResult LearnNew(MacAddress source, NetworkInterface ingress)
    {
        if (_entries.Count >= _options.TableSize)
            return LearnResult.TableFull;
        _entries[source] = _byAge.AddLast(new Entry { Address = source, Port = ingress, SeenAt = _simulation.Now });
        _trace?.State(StateTable.MacTable, source, ingress.Name);
        if (!_ageing.IsRunning)
            _ageing.Start(_options.AgeingTime);
        return LearnResult.Learned;
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byAge.Remove(node);
        _entries.Remove(node.Value.Address);
        _trace?.State(StateTable.MacTable, node.Value.Address, null);
    }

    private struct Entry
    {
        public MacAddress Address;
        public NetworkInterface Port;
        public SimTime SeenAt;
    }
}
