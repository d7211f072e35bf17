using NetSim.Packets.Dns;
using NetSim.Tracing;

namespace NetSim.Services.Dns;

/// <content>The answer to a query (RFC 1034 §4.3.2).</content>
public sealed partial class DnsServer
{
    /// <summary>How many aliases are followed: chains that long are mistakes, and loops are.</summary>
    internal const int MaxAliases = 16;

    private DnsMessage Answer(DnsMessage query)
    {
        if (query.Opcode != DnsOpcode.Query)
            return Refuse(query, DnsResponseCode.NotImplemented, Reason.DnsRefusesOpcode, query.Opcode);
        if (query.Questions.Count != 1)
            return Refuse(query, DnsResponseCode.FormatError, Reason.DnsRefusesQuestionCount, query.Questions.Count);
        // RFC 6891 §7: who does not do EDNS says so with FORMERR.
        if (query.Additionals.AsSpan().ToArray().Any(record => record.Type == DnsType.Opt))
            return Refuse(query, DnsResponseCode.FormatError, Reason.DnsRefusesEdns);
        var question = query.Questions[0];
        if (question.Class is not (DnsClass.Internet or DnsClass.Any) || question.Type == DnsType.Axfr)
            return Refuse(query, DnsResponseCode.Refused, Reason.DnsRefusesKind, question);
        return FindZone(question.Name) is { } zone
            ? AnswerFrom(zone, query, question)
            : Refuse(query, DnsResponseCode.Refused, Reason.DnsRefusesZone, question.Name);
    }

    /// <summary>Follows aliases from zone to zone, until there is an answer, or a name that is no business of this server.</summary>
    private DnsMessage AnswerFrom(DnsZone first, DnsMessage query, DnsQuestion question)
    {
        var answers = new List<DnsRecord>();
        var name = question.Name;
        for (var zone = first; zone is not null; zone = FindZone(name))
        {
            var answer = zone.Find(name, question.Type);
            Explain(query, zone, name, question, answer);
            if (answer.Result != DnsZoneResult.Alias)
                return Complete(query, zone, answers, answer);

            var alias = answer.Records[0];
            if (answers.Count >= MaxAliases || answers.Contains(alias))
                break;
            answers.Add(alias);
            name = ((CnameRecordData)alias.Data).CanonicalName;
        }

        return query.Respond([.. answers], flags: DnsFlags.Authoritative);
    }

    private static DnsMessage Complete(DnsMessage query, DnsZone zone, List<DnsRecord> aliases, DnsZoneAnswer answer)
    {
        // AA speaks of the name that was asked for, the first in the chain (RFC 1035 §4.1.1).
        var flags = answer.Result == DnsZoneResult.Delegated && aliases.Count == 0 ? DnsFlags.None : DnsFlags.Authoritative;
        return answer.Result switch
        {
            DnsZoneResult.Found => query.Respond([.. aliases, .. answer.Records], flags: flags),
            DnsZoneResult.Delegated => query.Respond([.. aliases], flags: flags) with
            {
                Authorities = answer.Records,
                Additionals = zone.FindGlue(answer.Records),
            },
            DnsZoneResult.NoData => query.Respond([.. aliases], flags: flags) with { Authorities = [zone.NegativeSoa] },
            _ => query.Respond([.. aliases], DnsResponseCode.NameError, flags) with { Authorities = [zone.NegativeSoa] },
        };
    }

    private void Explain(DnsMessage query, DnsZone zone, DnsName name, DnsQuestion question, DnsZoneAnswer answer)
    {
        var type = DnsText.Of(question.Type);
        switch (answer.Result)
        {
            case DnsZoneResult.Found:
                Decide(query, Reason.DnsFinds, zone.Origin, answer.Records.Count, type, name, answer.Records[0].TimeToLive);
                break;
            case DnsZoneResult.Alias:
                Decide(query, Reason.DnsFollowsAlias, zone.Origin, name, ((CnameRecordData)answer.Records[0].Data).CanonicalName);
                break;
            case DnsZoneResult.Delegated:
                var nameServers = string.Join(", ", answer.Records.Select(record => ((NsRecordData)record.Data).NameServer));
                Decide(query, Reason.DnsDelegates, zone.Origin, answer.Records[0].Name, nameServers);
                break;
            case DnsZoneResult.NoData:
                Decide(query, Reason.DnsHasNoData, zone.Origin, name, type, zone.NegativeSoa.TimeToLive);
                break;
            default:
                Decide(query, Reason.DnsHasNoName, zone.Origin, name, zone.NegativeSoa.TimeToLive);
                break;
        }
    }

    /// <summary>The zone with the longest origin that the name is in, or null.</summary>
    private DnsZone? FindZone(DnsName name)
    {
        DnsZone? longest = null;
        foreach (var zone in _zones)
        {
            if (name.IsSubdomainOf(zone.Origin) && (longest is null || zone.Origin.LabelCount > longest.Origin.LabelCount))
                longest = zone;
        }

        return longest;
    }

    private DnsMessage Refuse(DnsMessage query, DnsResponseCode code, Reason reason, params object?[] arguments)
    {
        Decide(query, reason, arguments);
        return query.Respond(responseCode: code);
    }
}
