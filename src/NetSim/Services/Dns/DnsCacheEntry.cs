using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dns;

namespace NetSim.Services.Dns;

/// <summary>An answer that a DNS client remembers.</summary>
/// <param name="Question">To what.</param>
/// <param name="ResponseCode">NOERROR, or NXDOMAIN.</param>
/// <param name="Answers">The records; none where there are none of the type.</param>
/// <param name="ExpiresAt">When it is forgotten.</param>
public sealed record DnsCacheEntry(DnsQuestion Question, DnsResponseCode ResponseCode, PduList<DnsRecord> Answers, SimTime ExpiresAt)
{
    /// <summary>The answer: <c>192.168.100.253</c>, <c>NXDOMAIN</c> or <c>NODATA</c>.</summary>
    public override string ToString()
    {
        if (ResponseCode != DnsResponseCode.NoError)
            return DnsText.Of(ResponseCode);
        return Answers.Count == 0 ? "NODATA" : string.Join(", ", Answers.Select(record => record.Data));
    }
}
