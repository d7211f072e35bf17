namespace NetSim.Packets.Dns;

/// <summary>A resource record (RFC 1035 §4.1.3).</summary>
public sealed record DnsRecord
{
    /// <summary>A record of the class IN.</summary>
    /// <param name="name">The name that has the data.</param>
    /// <param name="timeToLive">How many seconds it may be kept.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">The data has a form of its own and is given as octets.</exception>
    public DnsRecord(DnsName name, uint timeToLive, DnsRecordData data)
        : this(name, DnsClass.Internet, timeToLive, data)
    {
    }

    /// <summary>A record.</summary>
    /// <param name="name">The name that has the data.</param>
    /// <param name="class">The class of the data.</param>
    /// <param name="timeToLive">How many seconds it may be kept.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">
    /// The data is an address and the class not IN, or it has a form of its own and is given as octets.
    /// </exception>
    public DnsRecord(DnsName name, DnsClass @class, uint timeToLive, DnsRecordData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var isUnknown = data is UnknownRecordData;
        var isKnownType = DnsRecordData.IsKnown(data.Type, @class);
        if (!isUnknown && !isKnownType)
            throw new ArgumentException($"{DnsText.Of(data.Type)} data has this form in the class IN only.", nameof(data));
        if (data is UnknownRecordData { Octets.IsEmpty: false } && isKnownType)
            throw new ArgumentException($"{DnsText.Of(data.Type)} data has a type of its own: do not give it as octets.", nameof(data));

        Name = name;
        Class = @class;
        TimeToLive = timeToLive;
        Data = data;
    }

    /// <summary>The name that has the data.</summary>
    public DnsName Name { get; init; }

    /// <summary>What the data is.</summary>
    public DnsType Type => Data.Type;

    /// <summary>The class of the data.</summary>
    public DnsClass Class { get; }

    /// <summary>How many seconds it may be kept; a cache takes a value of 2³¹ or more for 0 (RFC 2181 §8).</summary>
    public uint TimeToLive { get; init; }

    /// <summary>The data.</summary>
    public DnsRecordData Data { get; }

    /// <summary>As in a zone file, such as <c>ark-inflearn.com 3600 IN A 192.168.100.253</c>.</summary>
    public override string ToString() => $"{Name} {TimeToLive} {DnsText.Of(Class)} {DnsText.Of(Type)} {Data.ValueText}";
}
