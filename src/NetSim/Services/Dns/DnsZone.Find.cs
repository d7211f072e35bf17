using NetSim.Packets;
using NetSim.Packets.Dns;

namespace NetSim.Services.Dns;

/// <summary>What a zone says to a question.</summary>
internal enum DnsZoneResult
{
    /// <summary>It has the records.</summary>
    Found,

    /// <summary>The name is an alias.</summary>
    Alias,

    /// <summary>Another server is the authority: the records name it.</summary>
    Delegated,

    /// <summary>The name exists and has no such records: NODATA (RFC 2308 §2.2).</summary>
    NoData,

    /// <summary>The name does not exist: NXDOMAIN.</summary>
    NoName,
}

/// <summary>What a zone says to a question, and the records for it.</summary>
internal readonly record struct DnsZoneAnswer(DnsZoneResult Result, PduList<DnsRecord> Records);

/// <content>Look-up: step 3 of RFC 1034 §4.3.2.</content>
public sealed partial class DnsZone
{
    /// <summary>The SOA as a negative answer has it: its TTL is how long the answer may be kept (RFC 2308 §3).</summary>
    internal DnsRecord NegativeSoa
    {
        get
        {
            var soa = _names[Origin].Find(record => record.Type == DnsType.Soa)!;
            return soa with { TimeToLive = Math.Min(soa.TimeToLive, ((SoaRecordData)soa.Data).Minimum) };
        }
    }

    internal DnsZoneAnswer Find(DnsName name, DnsType type)
    {
        if (FindCut(name) is { } cut)
            return new DnsZoneAnswer(DnsZoneResult.Delegated, Of(cut, DnsType.Ns));
        if (!_names.TryGetValue(name, out var records))
            return new DnsZoneAnswer(DnsZoneResult.NoName, default);
        if (records.Count == 0)
            return new DnsZoneAnswer(DnsZoneResult.NoData, default);
        if (records[0].Type == DnsType.Cname && type is not (DnsType.Cname or DnsType.Any))
            return new DnsZoneAnswer(DnsZoneResult.Alias, [records[0]]);

        // RFC 8482 §4.1: ANY is answered with one of the sets, for all of them would serve attackers best.
        var found = Of(records, type == DnsType.Any ? records[0].Type : type);
        return new DnsZoneAnswer(found.Count > 0 ? DnsZoneResult.Found : DnsZoneResult.NoData, found);
    }

    /// <summary>The addresses of name servers that the zone knows, delegated or not: glue (RFC 1034 §4.2.1).</summary>
    internal PduList<DnsRecord> FindGlue(PduList<DnsRecord> nameServers)
    {
        var glue = new List<DnsRecord>();
        foreach (var record in nameServers)
        {
            if (record.Data is NsRecordData server && _names.TryGetValue(server.NameServer, out var records))
                glue.AddRange(records.FindAll(candidate => candidate.Type is DnsType.A or DnsType.Aaaa));
        }

        return PduList.Create<DnsRecord>([.. glue]);
    }

    /// <summary>The delegated domain nearest the origin that the name is in, or null.</summary>
    private List<DnsRecord>? FindCut(DnsName name)
    {
        List<DnsRecord>? cut = null;
        for (; name != Origin; name = name.Parent)
        {
            if (_names.TryGetValue(name, out var records) && records.Exists(record => record.Type == DnsType.Ns))
                cut = records;
        }

        return cut;
    }

    private static PduList<DnsRecord> Of(List<DnsRecord> records, DnsType type) =>
        PduList.Create<DnsRecord>([.. records.FindAll(record => record.Type == type)]);
}
