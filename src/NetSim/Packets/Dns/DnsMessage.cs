using System.Text;

namespace NetSim.Packets.Dns;

/// <summary>A DNS message (RFC 1035 §4), as in a UDP datagram.</summary>
public sealed partial record DnsMessage : Pdu
{
    /// <summary>The port that servers listen on, of UDP and TCP (RFC 1035 §4.2).</summary>
    public const ushort Port = 53;

    /// <summary>The number of octets of the header.</summary>
    public const int HeaderLength = 12;

    /// <summary>The greatest number of octets in a UDP datagram, unless EDNS agrees on more (RFC 1035 §4.2.1).</summary>
    public const int MaxUdpLength = 512;

    private const DnsFlags AllFlags = (DnsFlags)0x87F0;

    /// <summary>The number that a response repeats (ID).</summary>
    public required ushort Id { get; init; }

    /// <summary>The single bits of the header.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bit of the opcode or of the response code is set.</exception>
    public DnsFlags Flags
    {
        get;
        init => field = (value & ~AllFlags) == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "These bits are not flags of a DNS header.");
    }

    /// <summary>The kind of query (OPCODE).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has more than 4 bits.</exception>
    public DnsOpcode Opcode
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((byte)value, 15, nameof(value));
            field = value;
        }
    }

    /// <summary>How the query went (RCODE).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has more than 4 bits.</exception>
    public DnsResponseCode ResponseCode
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((byte)value, 15, nameof(value));
            field = value;
        }
    }

    /// <summary>What is asked; one question in practice.</summary>
    /// <exception cref="ArgumentException">There are more than 65,535.</exception>
    public PduList<DnsQuestion> Questions { get; init => field = Counted(value); }

    /// <summary>The records that answer it.</summary>
    /// <exception cref="ArgumentException">There are more than 65,535.</exception>
    public PduList<DnsRecord> Answers { get; init => field = Counted(value); }

    /// <summary>The records that say who is an authority.</summary>
    /// <exception cref="ArgumentException">There are more than 65,535.</exception>
    public PduList<DnsRecord> Authorities { get; init => field = Counted(value); }

    /// <summary>Records that help to use the others.</summary>
    /// <exception cref="ArgumentException">There are more than 65,535.</exception>
    public PduList<DnsRecord> Additionals { get; init => field = Counted(value); }

    /// <summary>Octets behind the last record; nothing from a usual sender.</summary>
    public Payload Trailer { get; init; } = Payload.Empty;

    /// <summary>Whether the bit is set.</summary>
    public bool Has(DnsFlags flag) => (Flags & flag) != 0;

    /// <summary>Whether this is a response, not a query (QR).</summary>
    public bool IsResponse => Has(DnsFlags.Response);

    /// <summary>The first question, or null.</summary>
    public DnsQuestion? Question => Questions.Count > 0 ? Questions[0] : null;

    /// <summary>Asks a server, and lets it ask others (RD), for the records of a name.</summary>
    public static DnsMessage Query(ushort id, DnsName name, DnsType type) => new()
    {
        Id = id,
        Flags = DnsFlags.RecursionDesired,
        Questions = [new DnsQuestion(name, type)],
    };

    /// <summary>The response to this query: its ID, opcode, question, RD and CD (RFC 1035 §4.1.1, RFC 4035 §3.2.2).</summary>
    /// <param name="answers">The records that answer it.</param>
    /// <param name="responseCode">How it went.</param>
    /// <param name="flags">Further bits, such as <see cref="DnsFlags.Authoritative"/>.</param>
    public DnsMessage Respond(
        PduList<DnsRecord> answers = default,
        DnsResponseCode responseCode = DnsResponseCode.NoError,
        DnsFlags flags = DnsFlags.None) => new()
    {
        Id = Id,
        Flags = DnsFlags.Response | (Flags & (DnsFlags.RecursionDesired | DnsFlags.CheckingDisabled)) | flags,
        Opcode = Opcode,
        ResponseCode = responseCode,
        Questions = Questions,
        Answers = answers,
    };

    /// <inheritdoc/>
    public override string ProtocolName => "DNS";

    /// <summary>Such as <c>DNS response 0x1a2b A ark-inflearn.com: 192.168.100.253</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"DNS {(IsResponse ? "response" : "query")} 0x{Id:x4}");
        if (Opcode != DnsOpcode.Query) text.Append($" {Opcode}");
        if (Questions.Count > 0) text.Append($" {Questions}");
        if (!IsResponse) return text.ToString();

        text.Append(": ");
        if (ResponseCode != DnsResponseCode.NoError) text.Append(DnsText.Of(ResponseCode));
        else if (Answers.Count == 0) text.Append("no answer");
        for (var i = 0; i < Answers.Count; i++)
            text.Append(i == 0 && ResponseCode == DnsResponseCode.NoError ? "" : ", ").Append(Answers[i].Data);
        if (Has(DnsFlags.Truncated)) text.Append(", truncated");
        return text.ToString();
    }

    private static PduList<T> Counted<T>(PduList<T> items) => items.Count <= ushort.MaxValue
        ? items
        : throw new ArgumentException($"A section has at most {ushort.MaxValue} entries, not {items.Count}.", nameof(items));
}
