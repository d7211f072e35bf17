using NetSim.Packets;
using NetSim.Packets.Http;

namespace NetSim.Tests.Packets.Http;

public class HttpLimitsTests
{
    [Fact]
    public void The_start_line_has_8192_octets_at_most() // RFC 9112 §3 recommends 8,000 at least
    {
        var longest = "GET /" + new string('a', 8192 - 16) + " HTTP/1.1\r\n";

        longest.Length.Should().Be(8192);
        Parse(longest + "\r\n").Status.Should().Be(HttpParseStatus.Complete);
        Parse(longest.Replace("/", "/a", StringComparison.Ordinal) + "\r\n").Fault.Should().Be(DecodeFault.TooLarge);
    }

    [Fact]
    public void All_fields_have_32768_octets_at_most()
    {
        const string start = "GET / HTTP/1.1\r\n";
        var line = "A: " + new string('b', 32_768 - 3 - 2 - 2) + "\r\n";

        Parse(start + line + "\r\n").Status.Should().Be(HttpParseStatus.Complete);
        Parse(start + "A" + line + "\r\n").Fault.Should().Be(DecodeFault.TooLarge);
        var lines = string.Concat(Enumerable.Repeat("A: " + new string('b', 3_000) + "\r\n", 11));
        Parse(start + lines + "\r\n").Fault.Should().Be(DecodeFault.TooLarge);
    }

    [Fact]
    public void There_are_100_fields_at_most()
    {
        static string Head(int count) => "GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", count)) + "\r\n";

        Parse(Head(100)).Status.Should().Be(HttpParseStatus.Complete);
        Parse(Head(101)).Fault.Should().Be(DecodeFault.TooLarge);
    }

    [Fact]
    public void Nobody_can_make_a_reader_wait_for_the_end_of_an_endless_line()
    {
        Parse(new string('a', 8_190)).Status.Should().Be(HttpParseStatus.Incomplete);
        Parse(new string('a', 8_191)).Fault.Should().Be(DecodeFault.TooLarge);
        Parse("GET / HTTP/1.1\r\n" + new string('a', 32_766)).Status.Should().Be(HttpParseStatus.Incomplete);
        Parse("GET / HTTP/1.1\r\n" + new string('a', 32_767)).Fault.Should().Be(DecodeFault.TooLarge);
    }

    [Fact]
    public void The_limits_are_the_readers_own()
    {
        var limits = new HttpLimits { MaxStartLineLength = 16, MaxFieldsLength = 8, MaxFieldCount = 1 };

        Parse("GET / HTTP/1.1\r\nA: b\r\n\r\n", limits).Status.Should().Be(HttpParseStatus.Complete);
        Parse("GET /a HTTP/1.1\r\nA: b\r\n\r\n", limits).Fault.Should().Be(DecodeFault.TooLarge);
        Parse("GET / HTTP/1.1\r\nA: bc\r\n\r\n", limits).Fault.Should().Be(DecodeFault.TooLarge);
    }

    private static (HttpParseStatus Status, DecodeFault Fault) Parse(string text, HttpLimits? limits = null)
    {
        var status = HttpRequestHead.TryDecode(HttpHeadTests.Octets(text), limits ?? HttpLimits.Default, out _, out _, out var error);
        return (status, error.Fault);
    }
}
