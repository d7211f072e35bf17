using System.Text;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Ipv6;

namespace NetSim.Packets.Dns;

/// <summary>The data of a resource record, RDATA (RFC 1035 §3.3).</summary>
public abstract record DnsRecordData
{
    /// <summary>The greatest number of octets, for the length is 16 bits.</summary>
    public const int MaxLength = 0xFFFF;

    private protected DnsRecordData()
    {
    }

    /// <summary>The type of record whose data this is.</summary>
    public abstract DnsType Type { get; }

    /// <summary>The data as a zone file writes it.</summary>
    internal abstract string ValueText { get; }

    internal abstract void Encode(ref DnsWriter writer);

    /// <summary>Such as <c>MX 10 mail.example.com</c>; an address stands alone.</summary>
    public sealed override string ToString() => Type is DnsType.A or DnsType.Aaaa && this is not UnknownRecordData
        ? ValueText
        : $"{DnsText.Of(Type)} {ValueText}";

    /// <summary>Whether data of this type and class has a form that this codec reads.</summary>
    /// <remarks>Addresses have it in the class IN only (RFC 1035 §3.4.1), the others in all.</remarks>
    internal static bool IsKnown(DnsType type, DnsClass @class) => type switch
    {
        DnsType.A or DnsType.Aaaa => @class == DnsClass.Internet,
        DnsType.Ns or DnsType.Cname or DnsType.Soa or DnsType.Ptr or DnsType.Mx or DnsType.Txt => true,
        _ => false,
    };
}

/// <summary>An IPv4 address (RFC 1035 §3.4.1).</summary>
/// <param name="Address">The address.</param>
public sealed record ARecordData(Ipv4Address Address) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.A;

    internal override string ValueText => Address.ToString();

    internal override void Encode(ref DnsWriter writer) => writer.WriteUInt32(Address.Value);
}

/// <summary>An IPv6 address (RFC 3596 §2.2).</summary>
/// <param name="Address">The address.</param>
public sealed record AaaaRecordData(Ipv6Address Address) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.Aaaa;

    internal override string ValueText => Address.ToString();

    internal override void Encode(ref DnsWriter writer) => writer.WriteUInt128(Address.Value);
}

/// <summary>The name of which the record's name is an alias (RFC 1035 §3.3.1).</summary>
/// <param name="CanonicalName">The canonical name (CNAME).</param>
public sealed record CnameRecordData(DnsName CanonicalName) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.Cname;

    internal override string ValueText => CanonicalName.ToString();

    internal override void Encode(ref DnsWriter writer) => writer.WriteName(CanonicalName);
}

/// <summary>A server that is an authority for the zone (RFC 1035 §3.3.11).</summary>
/// <param name="NameServer">The server's name (NSDNAME).</param>
public sealed record NsRecordData(DnsName NameServer) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.Ns;

    internal override string ValueText => NameServer.ToString();

    internal override void Encode(ref DnsWriter writer) => writer.WriteName(NameServer);
}

/// <summary>The name that an address or another name points to (RFC 1035 §3.3.12).</summary>
/// <param name="Target">The name (PTRDNAME).</param>
public sealed record PtrRecordData(DnsName Target) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.Ptr;

    internal override string ValueText => Target.ToString();

    internal override void Encode(ref DnsWriter writer) => writer.WriteName(Target);
}

/// <summary>A server that takes the domain's mail (RFC 1035 §3.3.9).</summary>
/// <param name="Preference">The lower, the earlier it is tried.</param>
/// <param name="Exchange">The server's name.</param>
public sealed record MxRecordData(ushort Preference, DnsName Exchange) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.Mx;

    internal override string ValueText => $"{Preference} {Exchange}";

    internal override void Encode(ref DnsWriter writer)
    {
        writer.WriteUInt16(Preference);
        writer.WriteName(Exchange);
    }
}

/// <summary>The start of a zone of authority (RFC 1035 §3.3.13). Times are in seconds.</summary>
/// <param name="PrimaryServer">The server that has the zone's original (MNAME).</param>
/// <param name="ResponsibleMailbox">The mailbox of who is responsible, its @ a dot (RNAME).</param>
/// <param name="Serial">The version of the zone, in serial number arithmetic (SERIAL, RFC 1982).</param>
/// <param name="Refresh">How often a secondary server looks for a new version (REFRESH).</param>
/// <param name="Retry">How long it waits when that failed (RETRY).</param>
/// <param name="Expire">When it stops to answer without having seen one (EXPIRE).</param>
/// <param name="Minimum">How long a cache keeps that a name does not exist (MINIMUM, RFC 2308 §4).</param>
public sealed record SoaRecordData(
    DnsName PrimaryServer, DnsName ResponsibleMailbox, uint Serial, uint Refresh, uint Retry, uint Expire, uint Minimum) : DnsRecordData
{
    /// <inheritdoc/>
    public override DnsType Type => DnsType.Soa;

    internal override string ValueText => $"{PrimaryServer} {ResponsibleMailbox} {Serial} {Refresh} {Retry} {Expire} {Minimum}";

    internal override void Encode(ref DnsWriter writer)
    {
        writer.WriteName(PrimaryServer);
        writer.WriteName(ResponsibleMailbox);
        writer.WriteUInt32(Serial);
        writer.WriteUInt32(Refresh);
        writer.WriteUInt32(Retry);
        writer.WriteUInt32(Expire);
        writer.WriteUInt32(Minimum);
    }
}

/// <summary>One or more texts (RFC 1035 §3.3.14).</summary>
public sealed record TxtRecordData : DnsRecordData
{
    /// <summary>The greatest number of octets of one text (RFC 1035 §3.3).</summary>
    public const int MaxTextLength = 255;

    /// <summary>Data of these texts.</summary>
    /// <param name="texts">At least one, each of at most 255 octets.</param>
    /// <exception cref="ArgumentException">There is none, or they are too long.</exception>
    public TxtRecordData(PduList<Payload> texts)
    {
        var length = 0;
        foreach (var text in texts)
        {
            if (text is not { Length: <= MaxTextLength })
                throw new ArgumentException($"Each text has at most {MaxTextLength} octets.", nameof(texts));
            length += 1 + text.Length;
        }

        if (length is 0 or > MaxLength)
            throw new ArgumentException($"There is at least one text, and all take at most {MaxLength} octets.", nameof(texts));
        Texts = texts;
    }

    /// <summary>The texts.</summary>
    public PduList<Payload> Texts { get; }

    /// <inheritdoc/>
    public override DnsType Type => DnsType.Txt;

    /// <summary>Data of one text, in UTF-8.</summary>
    /// <exception cref="ArgumentException">The text takes more than 255 octets.</exception>
    public static TxtRecordData FromText(string text) => new([Payload.FromText(text)]);

    internal override string ValueText
    {
        get
        {
            var value = new StringBuilder();
            foreach (var text in Texts)
            {
                value.Append(value.Length > 0 ? " \"" : "\"");
                DnsText.AppendEscaped(value, text.ToMemory().Span, "\"\\", escapeSpace: false);
                value.Append('"');
            }

            return value.ToString();
        }
    }

    internal override void Encode(ref DnsWriter writer)
    {
        foreach (var text in Texts)
        {
            writer.WriteUInt8((byte)text.Length);
            writer.WriteOctets(text.ToMemory().Span);
        }
    }
}

/// <summary>Data of a type that this codec does not read, and data that is empty, as RFC 2136 §2.4 uses it; the octets are kept.</summary>
public sealed record UnknownRecordData : DnsRecordData
{
    /// <summary>The data of this type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="octets">At most 65,535 octets.</param>
    /// <exception cref="ArgumentException">There are too many octets.</exception>
    public UnknownRecordData(DnsType type, Payload octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        if (octets.Length > MaxLength)
            throw new ArgumentException($"Record data is at most {MaxLength} octets, not {octets.Length}.", nameof(octets));
        Type = type;
        Octets = octets;
    }

    /// <inheritdoc/>
    public override DnsType Type { get; }

    /// <summary>The octets.</summary>
    public Payload Octets { get; }

    internal override string ValueText => Octets.IsEmpty
        ? @"\# 0"
        : $@"\# {Octets.Length} {Convert.ToHexStringLower(Octets.ToMemory().Span)}"; // RFC 3597 §5

    internal override void Encode(ref DnsWriter writer) => writer.WriteOctets(Octets.ToMemory().Span);
}
