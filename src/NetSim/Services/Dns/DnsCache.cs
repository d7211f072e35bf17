using NetSim.Kernel;
using NetSim.Packets.Dns;
using NetSim.Tracing;

namespace NetSim.Services.Dns;

/// <summary>What a DNS client remembers, for as long as the answers' TTLs let it (RFC 1035 §7.4, RFC 2308 §5). It is bounded.</summary>
internal sealed class DnsCache
{
    private readonly Simulation _simulation;
    private readonly DnsClientOptions _options;
    private readonly DeviceTrace? _trace;
    private readonly OrderedDictionary<DnsQuestion, DnsCacheEntry> _entries = [];
    private readonly SimTimer _expiry;

    public DnsCache(Simulation simulation, DnsClientOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _options = options;
        _trace = trace;
        _expiry = new SimTimer(simulation, RemoveExpired) { IsBackground = true };
    }

    public IEnumerable<DnsCacheEntry> Entries => _entries.Values;

    public DnsCacheEntry? Find(DnsQuestion question) =>
        _entries.GetValueOrDefault(question) is { } entry && entry.ExpiresAt > _simulation.Now ? entry : null;

    /// <summary>Remembers an answer where it may be; says for how long.</summary>
    public Duration Add(DnsQuestion question, DnsMessage response)
    {
        var time = TimeToLive(question, response);
        if (time <= Duration.Zero)
            return Duration.Zero;
        Remove(question);
        if (_entries.Count >= _options.CacheLimit)
            Remove(_entries.GetAt(0).Key);
        var entry = new DnsCacheEntry(question, response.ResponseCode, response.Answers, _simulation.Now + time);
        _entries[question] = entry;
        _trace?.State(StateTable.DnsCache, question, entry);
        if (!_expiry.IsRunning || _expiry.Deadline > entry.ExpiresAt)
            _expiry.Start(time);
        return time;
    }

    public void Clear()
    {
        foreach (var question in _entries.Keys.ToArray())
            Remove(question);
    }

    /// <summary>The least TTL of the answers, for one missing link breaks the chain; without the answer, that of the SOA (RFC 2308 §5).</summary>
    private Duration TimeToLive(DnsQuestion question, DnsMessage response)
    {
        var isPositive = response.ResponseCode == DnsResponseCode.NoError
            && response.Answers.AsSpan().ToArray().Any(record => record.Type == question.Type);
        var seconds = uint.MaxValue;
        foreach (var record in response.Answers)
            seconds = Math.Min(seconds, Sane(record.TimeToLive));
        if (!isPositive)
        {
            if (response.Authorities.AsSpan().ToArray().FirstOrDefault(record => record.Type == DnsType.Soa) is not { Data: SoaRecordData soa } record)
                return Duration.Zero;
            seconds = Math.Min(seconds, Math.Min(Sane(record.TimeToLive), Sane(soa.Minimum)));
        }

        return Duration.Min(new Duration(seconds * 1_000_000_000L), isPositive ? _options.MaxCacheTime : _options.MaxNegativeCacheTime);
    }

    /// <summary>RFC 2181 §8: a TTL with the highest bit set is zero.</summary>
    private static uint Sane(uint timeToLive) => timeToLive > int.MaxValue ? 0 : timeToLive;

    private void Remove(DnsQuestion question)
    {
        if (_entries.Remove(question))
            _trace?.State(StateTable.DnsCache, question, null);
    }

    private void RemoveExpired()
    {
        SimTime? next = null;
        foreach (var entry in _entries.Values.ToArray())
        {
            if (entry.ExpiresAt <= _simulation.Now)
                Remove(entry.Question);
            else if (next is null || entry.ExpiresAt < next)
                next = entry.ExpiresAt;
        }

        if (next is { } time)
            _expiry.Start(time - _simulation.Now);
    }
}
