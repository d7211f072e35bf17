using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Dns;

/// <summary>The records of a domain, for which a server is an authority (RFC 1034 §4.2).</summary>
/// <remarks>A label * stands for itself only: the zone has no wildcards (RFC 1034 §4.3.3).</remarks>
public sealed partial class DnsZone
{
    /// <summary>How many seconds a record may be kept unless said otherwise: an hour.</summary>
    public const uint DefaultTimeToLive = 3_600;

    private readonly List<DnsRecord> _records = [];
    private readonly Dictionary<DnsName, List<DnsRecord>> _names = []; // for look-up; names that only lead to others have no records

    /// <summary>A zone with an SOA and an NS record.</summary>
    /// <param name="origin">The domain, such as <c>ark-inflearn.com</c>.</param>
    /// <param name="primaryServer">The name of its first server; <c>ns</c> below the origin unless said otherwise.</param>
    public DnsZone(DnsName origin, DnsName? primaryServer = null)
    {
        Origin = origin;
        var server = primaryServer ?? Below("ns");
        Add(new DnsRecord(origin, DefaultTimeToLive, Soa(server)));
        Add(new DnsRecord(origin, DefaultTimeToLive, new NsRecordData(server)));
    }

    /// <inheritdoc cref="DnsZone(DnsName, DnsName?)"/>
    /// <exception cref="FormatException">A name is no domain name.</exception>
    public DnsZone(string origin, string? primaryServer = null)
        : this(DnsName.Parse(origin), primaryServer is null ? null : DnsName.Parse(primaryServer))
    {
    }

    /// <summary>The domain.</summary>
    public DnsName Origin { get; }

    /// <summary>The records in the order in which they were added.</summary>
    public IReadOnlyList<DnsRecord> Records => _records;

    /// <summary>Adds a record; an SOA takes the place of the one before.</summary>
    /// <returns>This zone.</returns>
    /// <exception cref="ArgumentException">The record does not belong into the zone, is there already, or stands beside an alias.</exception>
    public DnsZone Add(DnsRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Class != DnsClass.Internet)
            throw new ArgumentException($"'{record}' is not of the class IN, as the zone {Origin} is.", nameof(record));
        if (!record.Name.IsSubdomainOf(Origin))
            throw new ArgumentException($"{record.Name} is not in the zone {Origin}. Add it to a zone of its own.", nameof(record));
        if (record.Type == DnsType.Soa)
            ReplaceSoa(record);
        var records = RecordsOf(record.Name);
        if (records.Exists(other => other.Data == record.Data))
            throw new ArgumentException($"The zone {Origin} has '{record}' already.", nameof(record));
        // RFC 1034 §3.6.2: an alias has no other data, so neither a second alias.
        if (records.Count > 0 && (record.Type == DnsType.Cname || records.Exists(other => other.Type == DnsType.Cname)))
            throw new ArgumentException($"{record.Name} would be an alias and have other records, too. Remove one of them.", nameof(record));
        records.Add(record);
        _records.Add(record);
        return this;
    }

    /// <summary>Adds an A record.</summary>
    /// <returns>This zone.</returns>
    /// <exception cref="FormatException">The name or the address is none.</exception>
    /// <inheritdoc cref="Add(DnsRecord)"/>
    public DnsZone AddAddress(string name, string address, uint timeToLive = DefaultTimeToLive) =>
        Add(new DnsRecord(DnsName.Parse(name), timeToLive, new ARecordData(Ipv4Address.Parse(address))));

    /// <summary>Adds a CNAME record: the name is an alias.</summary>
    /// <returns>This zone.</returns>
    /// <exception cref="FormatException">A name is none.</exception>
    /// <inheritdoc cref="Add(DnsRecord)"/>
    public DnsZone AddAlias(string name, string canonicalName, uint timeToLive = DefaultTimeToLive) =>
        Add(new DnsRecord(DnsName.Parse(name), timeToLive, new CnameRecordData(DnsName.Parse(canonicalName))));

    /// <summary>Delegates a domain below the origin to another server: an NS record, and its address (glue) where the server is in the zone.</summary>
    /// <returns>This zone.</returns>
    /// <exception cref="FormatException">A name or the address is none.</exception>
    /// <inheritdoc cref="Add(DnsRecord)"/>
    public DnsZone Delegate(string domain, string nameServer, string? address = null)
    {
        Add(new DnsRecord(DnsName.Parse(domain), DefaultTimeToLive, new NsRecordData(DnsName.Parse(nameServer))));
        return address is null ? this : AddAddress(nameServer, address);
    }

    /// <summary>Such as <c>zone ark-inflearn.com, 3 records</c>.</summary>
    public override string ToString() => $"zone {Origin}, {_records.Count} records";

    /// <summary>The name of a label below the origin.</summary>
    internal DnsName Below(string label) => DnsName.Parse(Origin.IsRoot ? label : $"{label}.{Origin}");

    /// <summary>The times are those that RFC 1912 §2.2 recommends; the minimum is how long "no such name" is kept (RFC 2308 §4).</summary>
    private SoaRecordData Soa(DnsName server) =>
        new(server, Below("hostmaster"), Serial: 1, Refresh: 7_200, Retry: 3_600, Expire: 1_209_600, Minimum: DefaultTimeToLive);

    private void ReplaceSoa(DnsRecord record)
    {
        if (record.Name != Origin)
            throw new ArgumentException($"An SOA record stands at the zone's origin {Origin}, not at {record.Name}.", nameof(record));
        if (_names.TryGetValue(Origin, out var records))
            records.RemoveAll(other => other.Type == DnsType.Soa);
        _records.RemoveAll(other => other.Type == DnsType.Soa);
    }

    /// <summary>The records of a name. Every name between it and the origin exists, too (RFC 4592 §2.2.2).</summary>
    private List<DnsRecord> RecordsOf(DnsName name)
    {
        for (var above = name; ; above = above.Parent)
        {
            if (!_names.ContainsKey(above))
                _names[above] = [];
            if (above == Origin)
                return _names[name];
        }
    }
}
