using NetSim.Packets;
using NetSim.Packets.Http;

namespace NetSim.Tests.Packets.Http;

/// <summary>A head comes in parts of any size: what was said of the first octets still holds when more have come.</summary>
public class HttpIncrementTests
{
    private static readonly HttpLimits Limits = new() { MaxStartLineLength = 40, MaxFieldsLength = 60, MaxFieldCount = 3 };

    [Fact]
    public void Invalid_stays_invalid_and_complete_stays_complete()
    {
        var messages = new RandomMessages(seed: 6);
        var source = new DamagedOctets(
            new DecoderUnderTest("HTTP", o => null, DecoderUnderTest.CorpusOf(100, messages.Request)), seed: 7);
        var seen = new int[3];

        for (var i = 0; i < 5_000; i++)
        {
            var input = source.Next();
            var (last, lastConsumed) = (HttpParseStatus.Incomplete, 0);
            for (var length = 0; length <= input.Length; length++)
            {
                var status = HttpRequestHead.TryDecode(input[..length], Limits, out var head, out var consumed, out var error);
                if (last != HttpParseStatus.Incomplete && (status != last || consumed != lastConsumed))
                    Assert.Fail($"{last} becomes {status} at octet {length} of {Convert.ToHexString(input)}.");
                if (status == HttpParseStatus.Complete && last == HttpParseStatus.Incomplete && consumed != length)
                    Assert.Fail($"Complete {length - consumed} octets too late: {Convert.ToHexString(input)}.");
                if ((head is null) != (error != default) || (status == HttpParseStatus.Incomplete) != (error.Fault == DecodeFault.Truncated))
                    Assert.Fail($"{status} with {error} of {Convert.ToHexString(input)}.");
                (last, lastConsumed) = (status, consumed);
            }

            seen[(int)last]++;
        }

        seen.Should().OnlyContain(count => count > 100);
    }
}
