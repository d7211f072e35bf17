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
    private readonly Dictionary<ulong, Entry> _entries = []; // by address
    private Entry?[] _lastLearned = []; // by port: a port's frames come from one station, as a rule
    private long _seen;
    private readonly SimTimer _ageing;

    public MacTable(Simulation simulation, MacRelayOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _options = options;
        _trace = trace;
        _ageing = new SimTimer(simulation, this) { IsBackground = true };
    }

    /// <summary>The entries, the longest unseen first.</summary>
    public IEnumerable<(MacAddress Address, NetworkInterface Port)> Entries => ByAge().Select(entry => (entry.Address, entry.Port));

    public LearnResult Learn(MacAddress source, NetworkInterface ingress)
    {
        var lastLearned = _lastLearned;
        var number = ingress.Number;
        if ((uint)number >= (uint)lastLearned.Length || lastLearned[number] is not { } last || last.Address != source || last.Port != ingress)
            return LearnAnother(source, ingress);
        See(last);
        return LearnResult.Refreshed;
    }

    /// <summary>The port behind which an address is, or null where that is not known.</summary>
    public NetworkInterface? Find(MacAddress destination) =>
        _entries.TryGetValue(destination.Value, out var entry) ? entry.Port : null;

    /// <summary>Forgets every address behind a port, as when its cable is unplugged.</summary>
    public void Forget(NetworkInterface port)
    {
        foreach (var entry in ByAge().Where(entry => entry.Port == port).ToArray())
            Remove(entry);
    }

    /// <summary>The entry that is the longest unseen has reached its age, unless it was seen again meanwhile.</summary>
    void IEventHandler.OnEvent(object? state)
    {
        foreach (var entry in ByAge().ToArray())
        {
            if (entry.SeenAt + _options.AgeingTime > _simulation.Now)
            {
                _ageing.Start(entry.SeenAt + _options.AgeingTime - _simulation.Now);
                return;
            }

            Remove(entry);
        }
    }

    /// <summary>Sorted where somebody asks for the order, so that a frame only writes down when it came.</summary>
    private IEnumerable<Entry> ByAge() => _entries.Values.OrderBy(entry => entry.Seen);

    /// <summary>Learns an address that is not the one that the port's last frame came from.</summary>
    private LearnResult LearnAnother(MacAddress source, NetworkInterface ingress)
    {
        if (!_entries.TryGetValue(source.Value, out var entry))
            return LearnNew(source, ingress);
        Remember(entry, ingress);
        See(entry);
        if (entry.Port == ingress)
            return LearnResult.Refreshed;
        entry.Port = ingress;
        _trace?.State(StateTable.MacTable, source, ingress.Name);
        return LearnResult.Moved;
    }

    private LearnResult LearnNew(MacAddress source, NetworkInterface ingress)
    {
        if (_entries.Count >= _options.TableSize)
            return LearnResult.TableFull;
        var entry = new Entry { Address = source, Port = ingress };
        See(entry);
        _entries[source.Value] = entry;
        Remember(entry, ingress);
        _trace?.State(StateTable.MacTable, source, ingress.Name);
        if (!_ageing.IsRunning)
            _ageing.Start(_options.AgeingTime);
        return LearnResult.Learned;
    }

    private void See(Entry entry) => (entry.SeenAt, entry.Seen) = (_simulation.Now, _seen++);

    private void Remember(Entry entry, NetworkInterface ingress)
    {
        if (ingress.Number >= _lastLearned.Length)
            Array.Resize(ref _lastLearned, Math.Max(ingress.Number + 1, 2 * _lastLearned.Length));
        _lastLearned[ingress.Number] = entry;
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Address.Value);
        _lastLearned.AsSpan().Replace(entry, null);
        _trace?.State(StateTable.MacTable, entry.Address, null);
    }

    private sealed class Entry
    {
        public required MacAddress Address { get; init; }

        public required NetworkInterface Port { get; set; }

        public SimTime SeenAt { get; set; }

        /// <summary>The number of the frame that it was seen by.</summary>
        public long Seen { get; set; }
    }
}
