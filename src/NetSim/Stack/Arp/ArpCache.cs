using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <summary>What a host believes about who has which address, and for how long. It is bounded in size.</summary>
internal sealed class ArpCache
{
    private readonly DeviceTrace? _trace;
    private readonly Dictionary<ulong, ArpResolution> _pending = [];
    private readonly SimTimer _expiry;
    private readonly Simulation _simulation;
    private readonly Duration _timeout;
    private readonly int _limit;
    private ArpAnswers _answers = new(); // a value that changes: not readonly

    private int _order;

    public ArpCache(Simulation simulation, ArpOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        (_timeout, _limit) = (options.CacheTimeout, options.CacheLimit);
        _trace = trace;
        _expiry = new SimTimer(simulation, RemoveExpired) { IsBackground = true };
    }

    /// <summary>The answers, in the order in which they were first asked for.</summary>
    public IEnumerable<ArpAnswer> Answers => _answers.All.OrderBy(answer => answer.Order);

    /// <summary>Called when an answer has become another one, or has gone.</summary>
    public Action? Changed { private get; init; }

    /// <summary>What a neighbour has told, if it is known; an answer counts until the instant at which it expires.</summary>
    public bool TryFind(NetworkInterface egress, Ipv4Address address, out ArpNeighbour neighbour)
    {
        ref var entry = ref Find(egress.Number, address);
        var isKnown = !Unsafe.IsNullRef(ref entry);
        neighbour = isKnown ? new ArpNeighbour(address, entry.Mac, entry.ExpiresAt) : default;
        return isKnown;
    }

    /// <summary>The resolution that is under way for an address, or null.</summary>
    public ArpResolution? FindPending(NetworkInterface egress, Ipv4Address address) => _pending.GetValueOrDefault(KeyOf(egress, address));

    /// <summary>Begins to resolve an address; null when the cache is full of such.</summary>
    public ArpResolution? Begin(NetworkInterface egress, Ipv4Address address)
    {
        if (!HasRoom())
            return null;
        var resolution = new ArpResolution(address, egress, _order++);
        _pending[KeyOf(egress, address)] = resolution;
        return resolution;
    }

    /// <summary>Gives up to resolve an address.</summary>
    public void End(ArpResolution resolution) => _pending.Remove(KeyOf(resolution.Egress, resolution.Address));

    /// <summary>Gives up to resolve addresses of an interface's neighbours, and forgets those that are.</summary>
    /// <returns>What was to be resolved.</returns>
    public List<ArpResolution> Clear(NetworkInterface egress)
    {
        foreach (var answer in Answers.Where(answer => answer.InterfaceNumber == egress.Number && !answer.Entry.IsStatic).ToArray())
            Remove(answer.InterfaceNumber, answer.Address);
        var ended = _pending.Values.Where(resolution => resolution.Egress == egress).OrderBy(resolution => resolution.Order).ToList();
        ended.ForEach(End);
        return ended;
    }

    /// <summary>Lets an answer live from now, if there is one and it was not written down by the user.</summary>
    public bool TryRefresh(NetworkInterface egress, Ipv4Address address, MacAddress mac)
    {
        ref var entry = ref _answers.Find(egress.Number, address);
        if (Unsafe.IsNullRef(ref entry))
            return false;
        var now = _simulation.Now;
        if (entry.ExpiresAt <= now || !entry.WasTold(mac))
            return TryChange(egress, address, mac);
        entry.ExpiresAt = now + _timeout;
        return true;
    }

    /// <summary>Writes an answer down and lets it live from now.</summary>
    /// <param name="egress">The neighbour's interface.</param>
    /// <param name="address">Its address.</param>
    /// <param name="mac">Its MAC address.</param>
    /// <param name="isStatic">Whether the user told it, and not the neighbour.</param>
    /// <param name="resolution">What waited for the answer, or null.</param>
    /// <returns>False where there is no room for it, or what the user told stands.</returns>
    public bool TryResolve(NetworkInterface egress, Ipv4Address address, MacAddress mac, bool isStatic, out ArpResolution? resolution)
    {
        if (!isStatic && TryRefresh(egress, address, mac))
        {
            resolution = null;
            return true;
        }

        var isKnown = !Unsafe.IsNullRef(ref Find(egress.Number, address)); // by the user, or the user tells it again
        if (_pending.Remove(KeyOf(egress, address), out resolution) || isStatic || (!isKnown && HasRoom()))
        {
            if (!isStatic && !_expiry.IsRunning)
                _expiry.Start(_timeout);
            var expiresAt = isStatic ? SimTime.MaxValue : _simulation.Now + _timeout;
            OnChange(address, mac);
            _answers.Set(egress.Number, address, new ArpEntry(mac, expiresAt, isStatic), resolution?.Order ?? _order++);
            return true;
        }

        return false;
    }

    private static ulong KeyOf(NetworkInterface egress, Ipv4Address address) => ((ulong)egress.Number << 32) | address.Value;

    /// <summary>Replaces an answer that is believed still by another one, unless it was written down by the user.</summary>
    private bool TryChange(NetworkInterface egress, Ipv4Address address, MacAddress mac)
    {
        ref var entry = ref Find(egress.Number, address);
        if (Unsafe.IsNullRef(ref entry) || entry.IsStatic)
            return false;
        entry = new ArpEntry(mac, _simulation.Now + _timeout, isStatic: false);
        OnChange(address, mac);
        return true;
    }

    /// <summary>The entry, or a null reference where there is none that is believed still.</summary>
    private ref ArpEntry Find(int interfaceNumber, Ipv4Address address)
    {
        ref var entry = ref _answers.Find(interfaceNumber, address);
        if (Unsafe.IsNullRef(ref entry) || entry.ExpiresAt > _simulation.Now)
            return ref entry;
        Remove(interfaceNumber, address);
        return ref Unsafe.NullRef<ArpEntry>();
    }

    /// <summary>An answer is, or has become, another one.</summary>
    private void OnChange(Ipv4Address address, MacAddress? mac)
    {
        Changed?.Invoke();
        _trace?.State(StateTable.ArpCache, address, mac);
    }

    private void Remove(int interfaceNumber, Ipv4Address address)
    {
        _answers.Remove(interfaceNumber, address);
        OnChange(address, null);
    }

    private void RemoveExpired()
    {
        SimTime? next = null;
        foreach (var (interfaceNumber, address, entry, _) in Answers.Where(answer => !answer.Entry.IsStatic).ToArray())
        {
            if (entry.ExpiresAt <= _simulation.Now)
                Remove(interfaceNumber, address);
            else if (next is null || entry.ExpiresAt < next)
                next = entry.ExpiresAt;
        }

        if (next is { } time)
            _expiry.Start(time - _simulation.Now);
    }

    /// <summary>Whether there is room for one more, for which the oldest answer may have to go.</summary>
    private bool HasRoom()
    {
        if (_answers.Count + _pending.Count < _limit)
            return true;
        var oldest = _answers.All.Where(answer => !answer.Entry.IsStatic).Select(answer => (ArpAnswer?)answer)
            .MinBy(answer => (answer!.Value.Entry.ExpiresAt.Nanoseconds, answer.Value.Order));
        if (oldest is { } removed)
            Remove(removed.InterfaceNumber, removed.Address);
        return oldest is not null;
    }
}
