using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Dns;

public sealed partial record DnsMessage
{
    private const int MinQuestionLength = 5; // root, type, class
    private const int MinRecordLength = 11;  // root, type, class, TTL, length

    /// <inheritdoc/>
    public override int WireLength
    {
        get
        {
            var counter = DnsWriter.Counter;
            Write(ref counter);
            return counter.Position;
        }
    }

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        var writer = DnsWriter.To(destination);
        Write(ref writer);
    }

    private void Write(ref DnsWriter writer)
    {
        writer.WriteUInt16(Id);
        writer.WriteUInt16((ushort)((int)Flags | ((int)Opcode << Layout.OpcodeShift) | (int)ResponseCode));
        writer.WriteUInt16((ushort)Questions.Count);
        writer.WriteUInt16((ushort)Answers.Count);
        writer.WriteUInt16((ushort)Authorities.Count);
        writer.WriteUInt16((ushort)Additionals.Count);
        foreach (var question in Questions)
        {
            writer.WriteName(question.Name);
            writer.WriteUInt16((ushort)question.Type);
            writer.WriteUInt16((ushort)question.Class);
        }

        Write(ref writer, Answers);
        Write(ref writer, Authorities);
        Write(ref writer, Additionals);
        writer.WriteOctets(Trailer.ToMemory().Span);
    }

    private static void Write(ref DnsWriter writer, PduList<DnsRecord> records)
    {
        foreach (var record in records)
        {
            writer.WriteName(record.Name);
            writer.WriteUInt16((ushort)record.Type);
            writer.WriteUInt16((ushort)record.Class);
            writer.WriteUInt32(record.TimeToLive);
            writer.WriteData(record.Data);
        }
    }

    /// <summary>Reads a DNS message, the payload of a UDP datagram.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out DnsMessage? message, out DecodeError error)
    {
        message = null;
        if (octets.Length < HeaderLength)
        {
            error = new("DNS", DecodeFault.Truncated, octets.Length);
            return false;
        }

        var reader = new DnsReader(octets);
        reader.TryTake(HeaderLength, out _);
        var isRead = TryReadQuestions(ref reader, Count(octets, Layout.QuestionCount), out var questions);
        PduList<DnsRecord> answers = default, authorities = default, additionals = default;
        isRead = isRead && TryReadRecords(ref reader, Count(octets, Layout.AnswerCount), out answers)
            && TryReadRecords(ref reader, Count(octets, Layout.AuthorityCount), out authorities)
            && TryReadRecords(ref reader, Count(octets, Layout.AdditionalCount), out additionals);
        error = reader.Error;
        if (!isRead)
            return false;

        var bits = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Flags..]);
        message = new DnsMessage
        {
            Id = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Id..]),
            Flags = (DnsFlags)bits & AllFlags,
            Opcode = (DnsOpcode)((bits >> Layout.OpcodeShift) & 15),
            ResponseCode = (DnsResponseCode)(bits & 15),
            Questions = questions,
            Answers = answers,
            Authorities = authorities,
            Additionals = additionals,
            Trailer = Payload.Copy(octets[reader.Position..]),
        };
        return true;
    }

    private static ushort Count(ReadOnlySpan<byte> octets, int offset) => BinaryPrimitives.ReadUInt16BigEndian(octets[offset..]);

    private static bool TryReadQuestions(ref DnsReader reader, int count, out PduList<DnsQuestion> questions)
    {
        questions = default;
        if (count * MinQuestionLength > reader.Remaining) // no memory for what cannot be there
            return reader.Fail(DecodeFault.Truncated, reader.Position + reader.Remaining);
        var read = new DnsQuestion[count];
        for (var i = 0; i < count; i++)
        {
            if (!DnsRecordReader.TryReadQuestion(ref reader, out var question))
                return false;
            read[i] = question!;
        }

        questions = new PduList<DnsQuestion>(read);
        return true;
    }

    private static bool TryReadRecords(ref DnsReader reader, int count, out PduList<DnsRecord> records)
    {
        records = default;
        if (count * MinRecordLength > reader.Remaining)
            return reader.Fail(DecodeFault.Truncated, reader.Position + reader.Remaining);
        var read = new DnsRecord[count];
        for (var i = 0; i < count; i++)
        {
            if (!DnsRecordReader.TryReadRecord(ref reader, out var record))
                return false;
            read[i] = record!;
        }

        records = new PduList<DnsRecord>(read);
        return true;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("ID", $"0x{Id:x4}", Layout.Id, 2));
        fields.Add(Bits("Response (QR)", IsResponse ? "1" : "0", 0, 1));
        fields.Add(Bits("Opcode", $"{(byte)Opcode} ({Opcode})", 1, 4));
        fields.Add(Bits("Authoritative answer (AA)", Bit(DnsFlags.Authoritative), 5, 1));
        fields.Add(Bits("Truncated (TC)", Bit(DnsFlags.Truncated), 6, 1));
        fields.Add(Bits("Recursion desired (RD)", Bit(DnsFlags.RecursionDesired), 7, 1));
        fields.Add(Bits("Recursion available (RA)", Bit(DnsFlags.RecursionAvailable), 8, 1));
        fields.Add(Bits("Reserved (Z)", Bit(DnsFlags.Reserved), 9, 1));
        fields.Add(Bits("Authentic data (AD)", Bit(DnsFlags.AuthenticData), 10, 1));
        fields.Add(Bits("Checking disabled (CD)", Bit(DnsFlags.CheckingDisabled), 11, 1));
        fields.Add(Bits("Response code", $"{(byte)ResponseCode} ({DnsText.Of(ResponseCode)})", 12, 4));
        fields.Add(PduField.Octets("Question count", Questions.Count, Layout.QuestionCount, 2));
        fields.Add(PduField.Octets("Answer count", Answers.Count, Layout.AnswerCount, 2));
        fields.Add(PduField.Octets("Authority count", Authorities.Count, Layout.AuthorityCount, 2));
        fields.Add(PduField.Octets("Additional count", Additionals.Count, Layout.AdditionalCount, 2));
        DescribeSections(octets, fields);
    }

    private string Bit(DnsFlags flag) => Has(flag) ? "1" : "0";

    private static PduField Bits(string name, string value, int bit, int length) => new(name, value, (Layout.Flags * 8) + bit, length);

    /// <summary>Reads the octets again to find where each entry stands, since that depends on how its sender compressed names.</summary>
    private void DescribeSections(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        var reader = new DnsReader(octets);
        if (!reader.TryTake(HeaderLength, out _))
            return;
        foreach (var question in Questions)
        {
            var start = reader.Position;
            if (!DnsRecordReader.TryReadQuestion(ref reader, out _))
                return;
            fields.Add(PduField.Octets("Question", question, start, reader.Position - start));
        }

        _ = DescribeRecords(ref reader, "Answer", Answers, fields)
            && DescribeRecords(ref reader, "Authority", Authorities, fields)
            && DescribeRecords(ref reader, "Additional", Additionals, fields);
        if (!Trailer.IsEmpty && reader.Error == default)
            fields.Add(PduField.Octets("Trailer", Trailer, reader.Position, Trailer.Length));
    }

    private static bool DescribeRecords(ref DnsReader reader, string section, PduList<DnsRecord> records, ICollection<PduField> fields)
    {
        foreach (var record in records)
        {
            var start = reader.Position;
            if (!DnsRecordReader.TryReadRecord(ref reader, out _))
                return false;
            fields.Add(PduField.Octets(section, record, start, reader.Position - start));
        }

        return true;
    }

    private static class Layout
    {
        public const int Id = 0;
        public const int Flags = 2;
        public const int QuestionCount = 4;    // QDCOUNT
        public const int AnswerCount = 6;      // ANCOUNT
        public const int AuthorityCount = 8;   // NSCOUNT
        public const int AdditionalCount = 10; // ARCOUNT
        public const int OpcodeShift = 11;
    }
}
