using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Http;

namespace NetSim.Tests.Packets;

public class MessageRoundTripTests
{
    private const int Count = 10_000;

    private readonly RandomMessages _messages = new(seed: 8);

    [Fact]
    public void Decoding_what_a_DHCP_message_encodes_to_gives_the_same_message() =>
        Check(_messages.Dhcp, o => DhcpMessage.TryDecode(o, out var pdu, out _) ? pdu : null);

    [Fact]
    public void Decoding_what_a_DNS_message_encodes_to_gives_the_same_message() =>
        Check(_messages.Dns, o => DnsMessage.TryDecode(o, out var pdu, out _) ? pdu : null);

    [Fact]
    public void Decoding_what_a_HTTP_head_encodes_to_gives_the_same_head()
    {
        Check(_messages.Request, o => HttpRequestHead.TryDecode(o, out var pdu, out _) ? pdu : null);
        Check(_messages.Response, o => HttpResponseHead.TryDecode(o, out var pdu, out _) ? pdu : null);
    }

    private static void Check(Func<Pdu> next, Decode decode)
    {
        for (var i = 0; i < Count; i++)
        {
            var message = next();
            var octets = message.ToArray();

            var decoded = decode(octets);

            if (decoded is null || !decoded.Equals(message) || decoded.GetHashCode() != message.GetHashCode())
                Assert.Fail($"{message} (number {i}) came back as {decoded}: {Convert.ToHexString(octets)}");
        }
    }
}
