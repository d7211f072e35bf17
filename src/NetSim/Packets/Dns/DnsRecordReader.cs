using NetSim.Packets.Ipv4;
using NetSim.Packets.Ipv6;

namespace NetSim.Packets.Dns;

/// <summary>Reads questions and records (RFC 1035 §4.1.2, §4.1.3).</summary>
internal static class DnsRecordReader
{
    public static bool TryReadQuestion(ref DnsReader reader, out DnsQuestion? question)
    {
        question = null;
        if (!reader.TryReadName(out var name) || !reader.TryReadUInt16(out var type) || !reader.TryReadUInt16(out var @class))
            return false;
        question = new DnsQuestion(name, (DnsType)type, (DnsClass)@class);
        return true;
    }

    public static bool TryReadRecord(ref DnsReader reader, out DnsRecord? record)
    {
        record = null;
        if (!reader.TryReadName(out var name) || !reader.TryReadUInt16(out var type) || !reader.TryReadUInt16(out var @class)
            || !reader.TryReadUInt32(out var timeToLive) || !reader.TryReadUInt16(out var length))
            return false;
        if (length > reader.Remaining)
            return reader.Fail(DecodeFault.Truncated, reader.Position + reader.Remaining);

        var end = reader.Position + length;
        if (!TryReadData(ref reader, (DnsType)type, (DnsClass)@class, length, out var data))
            return false;
        if (reader.Position != end)
            return reader.Fail(DecodeFault.BadLength, end);
        record = new DnsRecord(name, (DnsClass)@class, timeToLive, data!);
        return true;
    }

    private static bool TryReadData(ref DnsReader reader, DnsType type, DnsClass @class, int length, out DnsRecordData? data)
    {
        if (length == 0 || !DnsRecordData.IsKnown(type, @class)) // no data: RFC 2136 §2.4
        {
            data = reader.TryTake(length, out var octets) ? new UnknownRecordData(type, Payload.Copy(octets)) : null;
            return data is not null;
        }

        data = type switch
        {
            DnsType.A => reader.TryReadUInt32(out var value) ? new ARecordData(new Ipv4Address(value)) : null,
            DnsType.Aaaa => reader.TryTake(Ipv6Address.WireLength, out var octets) ? new AaaaRecordData(Ipv6Address.Read(octets)) : null,
            DnsType.Cname => reader.TryReadName(out var name) ? new CnameRecordData(name) : null,
            DnsType.Ns => reader.TryReadName(out var name) ? new NsRecordData(name) : null,
            DnsType.Ptr => reader.TryReadName(out var name) ? new PtrRecordData(name) : null,
            DnsType.Mx => ReadMx(ref reader),
            DnsType.Soa => ReadSoa(ref reader),
            _ => ReadTxt(ref reader, length),
        };
        return data is not null;
    }

    private static MxRecordData? ReadMx(ref DnsReader reader) =>
        reader.TryReadUInt16(out var preference) && reader.TryReadName(out var exchange) ? new MxRecordData(preference, exchange) : null;

    private static SoaRecordData? ReadSoa(ref DnsReader reader) =>
        reader.TryReadName(out var primary) && reader.TryReadName(out var mailbox)
        && reader.TryReadUInt32(out var serial) && reader.TryReadUInt32(out var refresh) && reader.TryReadUInt32(out var retry)
        && reader.TryReadUInt32(out var expire) && reader.TryReadUInt32(out var minimum)
            ? new SoaRecordData(primary, mailbox, serial, refresh, retry, expire, minimum)
            : null;

    private static TxtRecordData? ReadTxt(ref DnsReader reader, int length)
    {
        var texts = new List<Payload>();
        for (var end = reader.Position + length; reader.Position < end;)
        {
            if (!reader.TryTake(1, out var textLength))
                return null;
            if (textLength[0] > end - reader.Position)
            {
                reader.Fail(DecodeFault.BadLength, reader.Position - 1);
                return null;
            }

            if (!reader.TryTake(textLength[0], out var text))
                return null;
            texts.Add(Payload.Copy(text));
        }

        return new TxtRecordData(new PduList<Payload>([.. texts]));
    }
}
