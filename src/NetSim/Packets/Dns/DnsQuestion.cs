namespace NetSim.Packets.Dns;

/// <summary>What a query asks (RFC 1035 §4.1.2).</summary>
/// <param name="Name">The name that is asked about (QNAME).</param>
/// <param name="Type">The type of records that are asked for (QTYPE).</param>
/// <param name="Class">Their class (QCLASS).</param>
public sealed record DnsQuestion(DnsName Name, DnsType Type, DnsClass Class = DnsClass.Internet)
{
    /// <summary>Such as <c>A ark-inflearn.com</c>; the class is named where it is not IN.</summary>
    public override string ToString() => Class == DnsClass.Internet
        ? $"{DnsText.Of(Type)} {Name}"
        : $"{DnsText.Of(Class)} {DnsText.Of(Type)} {Name}";
}
