namespace NetSim.Tracing;

/// <content>DNS's client.</content>
public partial class Reason
{
    /// <summary>{0}: name, {1}: address.</summary>
    public static readonly Reason DnsHostsHit = New("{0} is in the host's own table as {1}: the DNS client asks nobody.");

    /// <summary>{0}: question, {1}: answer, {2}: seconds left.</summary>
    public static readonly Reason DnsCacheHit = New("The DNS client knows the answer to {0} from before: {1}, good for another {2}. It asks nobody.");

    /// <summary>{0}: question, {1}: server, {2}: try, {3}: tries.</summary>
    public static readonly Reason DnsAsks = New("The DNS client asks the server {1} for {0} (try {2} of {3}).");

    /// <summary>{0}: question.</summary>
    public static readonly Reason DnsCacheMiss = New("{0} is not in the DNS client's cache.");

    /// <summary>{0}: question, {1}: server, {2}: try, {3}: tries.</summary>
    public static readonly Reason DnsAsksAgain = New("There is no answer to {0} yet: the DNS client asks the server {1} (try {2} of {3}).");

    /// <summary>{0}: question, {1}: server.</summary>
    public static readonly Reason DnsAsksByTcp = New("The answer to {0} is too long for UDP: the DNS client asks {1} again by TCP.");

    /// <summary>{0}: server, {1}: question, {2}: records, {3}: seconds.</summary>
    public static readonly Reason DnsTakesAnswer = New("{0} answers {1}: {2}. The DNS client keeps the answer for {3}.");

    /// <summary>{0}: alias, {1}: canonical name.</summary>
    public static readonly Reason DnsIsToldAlias = New("{0} is an alias, and {1} is not in the answer: the DNS client goes on with that name.");

    /// <summary>{0}: server, {1}: name, {2}: seconds.</summary>
    public static readonly Reason DnsIsToldNoName = New("{0} says that there is no {1} (NXDOMAIN). The DNS client keeps that for {2}.");

    /// <summary>{0}: server, {1}: question, {2}: seconds.</summary>
    public static readonly Reason DnsIsToldNoData = New("{0} has no records for {1} (NODATA). The DNS client keeps that for {2}.");

    /// <summary>{0}: server, {1}: question, {2}: response code.</summary>
    public static readonly Reason DnsIsToldFailure = New("{0} cannot or will not answer {1} ({2}): the DNS client asks it no more, but another server if it has one.");

    /// <summary>{0}: server, {1}: question.</summary>
    public static readonly Reason DnsIsToldTruncated = New("The answer of {0} to {1} is truncated (TC): the DNS client asks again by TCP.");
}

/// <content>DNS's server.</content>
public partial class Reason
{
    /// <summary>{0}: zone, {1}: number of records, {2}: type, {3}: name, {4}: TTL.</summary>
    public static readonly Reason DnsFinds = New("The name is in the zone {0}, which has {1:record|records} of type {2} for {3}, to be kept for {4} s.");

    /// <summary>{0}: zone, {1}: alias, {2}: canonical name.</summary>
    public static readonly Reason DnsFollowsAlias = New("In the zone {0}, {1} is an alias of {2}: the DNS server looks for that name, too.");

    /// <summary>{0}: zone, {1}: domain, {2}: name servers.</summary>
    public static readonly Reason DnsDelegates = New("The zone {0} delegates {1} to {2}: the DNS server names them and is no authority itself.");

    /// <summary>{0}: zone, {1}: name, {2}: type, {3}: TTL.</summary>
    public static readonly Reason DnsHasNoData = New("{1} is in the zone {0}, but has no records of type {2} (NODATA). That may be kept for {3} s.");

    /// <summary>{0}: zone, {1}: name, {2}: TTL.</summary>
    public static readonly Reason DnsHasNoName = New("The zone {0} has no name {1} (NXDOMAIN). That may be kept for {2} s.");

    /// <summary>{0}: name.</summary>
    public static readonly Reason DnsRefusesZone = New("{0} is in none of the DNS server's zones, and it asks no other server: it refuses.");

    /// <summary>{0}: question.</summary>
    public static readonly Reason DnsRefusesKind = New("The DNS server does not answer questions such as {0}: it refuses.");

    /// <summary>{0}: opcode.</summary>
    public static readonly Reason DnsRefusesOpcode = New("The DNS server does standard queries only, not {0}: it answers NOTIMP.");

    /// <summary>{0}: number of questions.</summary>
    public static readonly Reason DnsRefusesQuestionCount = New("The query has {0:question|questions}, and the DNS server takes exactly one: it answers FORMERR.");

    /// <summary>No values.</summary>
    public static readonly Reason DnsRefusesEdns = New("The query uses EDNS, which the DNS server does not do: it answers FORMERR, so that the client asks without.");

    /// <summary>{0}: what is wrong.</summary>
    public static readonly Reason DnsCannotRead = New("The DNS server cannot read the query ({0}): it answers FORMERR.");

    /// <summary>{0}: length, {1}: limit.</summary>
    public static readonly Reason DnsTruncates = New("The response takes {0} octets and UDP {1} at most: the DNS server leaves the records out and sets TC. The client may ask by TCP.");

    /// <summary>No values.</summary>
    public static readonly Reason DnsServerCloses = New("The client has closed its side: the DNS server closes, too.");

    /// <summary>{0}: response code, {1}: number of answers, {2}: as an authority or not.</summary>
    public static readonly Reason DnsResponds = New("The DNS server responds {0} with {1:answer|answers}, {2}.");
}

/// <content>DNS.</content>
public sealed partial class DropReason
{
    /// <summary>No values.</summary>
    public static readonly DropReason DnsNotAQuery = New("The message is a response, and the DNS server asked nobody: it ignores it.");

    /// <summary>{0}: source, {1}: server.</summary>
    public static readonly DropReason DnsOtherSource = New("The message is from {0}, and {1} was asked: the DNS client ignores it, as anybody could have sent it.");

    /// <summary>{0}: ID, {1}: ID of the query.</summary>
    public static readonly DropReason DnsOtherId = New("The message is no response to the query {1}, but has the ID {0}: the DNS client ignores it.");

    /// <summary>{0}: question, {1}: question of the query.</summary>
    public static readonly DropReason DnsOtherQuestion = New("The response is to the question {0}, and {1} was asked: the DNS client ignores it.");

    /// <summary>{0}: question, {1}: tries.</summary>
    public static readonly DropReason DnsNobodyAnswers = New("No DNS server answered {0} in {1:try|tries}: the DNS client gives up, and the application is told to try again later.");
}
