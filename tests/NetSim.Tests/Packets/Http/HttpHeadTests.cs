using System.Text;
using NetSim.Packets;
using NetSim.Packets.Http;

namespace NetSim.Tests.Packets.Http;

public class HttpHeadTests
{
    private const string RequestText = "GET / HTTP/1.1\r\nHost: ark-inflearn.com\r\nConnection: close\r\n\r\n";
    private const string ResponseText = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\nContent-Type: text/html\r\n\r\n";

    private static readonly HttpRequestHead Request =
        new("GET", "/", HttpVersion.Http11, [("Host", "ark-inflearn.com"), ("Connection", "close")]);

    private static readonly HttpResponseHead Response =
        new(HttpVersion.Http11, 200, "OK", [("Content-Length", "17"), ("Content-Type", "text/html")]);

    [Fact]
    public void A_head_encodes_to_the_text_of_the_standard() // RFC 9112 §2.1
    {
        Encoding.Latin1.GetString(Request.ToArray()).Should().Be(RequestText);
        Encoding.Latin1.GetString(Response.ToArray()).Should().Be(ResponseText);
    }

    [Fact]
    public void A_head_decodes_up_to_the_content()
    {
        HttpRequestHead.TryDecode(Octets(RequestText + "body"), HttpLimits.Default, out var request, out var consumed, out var error)
            .Should().Be(HttpParseStatus.Complete);
        request.Should().Be(Request);
        consumed.Should().Be(RequestText.Length);
        error.Should().Be(default(DecodeError));

        HttpResponseHead.TryDecode(Octets(ResponseText + "body"), HttpLimits.Default, out var response, out consumed, out error)
            .Should().Be(HttpParseStatus.Complete);
        response.Should().Be(Response);
        consumed.Should().Be(ResponseText.Length);
        error.Should().Be(default(DecodeError));
    }

    [Fact]
    public void A_head_that_has_not_all_come_is_incomplete_and_never_invalid()
    {
        for (var length = 0; length < RequestText.Length; length++)
        {
            HttpRequestHead.TryDecode(Octets(RequestText[..length]), HttpLimits.Default, out var head, out var consumed, out var error)
                .Should().Be(HttpParseStatus.Incomplete, $"{length} octets have come");
            head.Should().BeNull();
            consumed.Should().Be(0);
            error.Should().Be(new DecodeError("HTTP", DecodeFault.Truncated, length));
        }

        for (var length = 0; length < ResponseText.Length; length++)
        {
            HttpResponseHead.TryDecode(Octets(ResponseText[..length]), HttpLimits.Default, out _, out _, out _)
                .Should().Be(HttpParseStatus.Incomplete, $"{length} octets have come");
        }
    }

    [Theory]
    [InlineData("\r\nGET / HTTP/1.1\r\n\r\n")]               // RFC 9112 §2.2: one empty line before
    [InlineData("GET / HTTP/1.1\r\nHost:x\r\n\r\n")]          // RFC 9112 §5.1: optional whitespace
    [InlineData("GET / HTTP/1.1\r\nHost: \t x \t\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nX:\r\n\r\n")]              // an empty value
    [InlineData("GET / HTTP/1.1\r\nX: a\tb \u00e9\r\n\r\n")]  // RFC 9110 §5.5: tab and obs-text within
    [InlineData("M-SEARCH * HTTP/1.0\r\n\r\n")]
    [InlineData("GET http://a/ HTTP/1.9\r\n\r\n")]
    public void A_request_may_be_written_so(string text)
    {
        HttpRequestHead.TryDecode(Octets(text), HttpLimits.Default, out var head, out var consumed, out _)
            .Should().Be(HttpParseStatus.Complete);
        consumed.Should().Be(text.Length);
        HttpRequestHead.TryDecode(head!.ToArray(), out var again, out _).Should().BeTrue();
        again.Should().Be(head);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost : x\r\n\r\n", DecodeFault.BadSyntax, 16)]  // RFC 9112 §5.1: whitespace before the colon
    [InlineData("GET / HTTP/1.1\r\nA: 1\r\n 2\r\n\r\n", DecodeFault.BadSyntax, 22)] // RFC 9112 §5.2: obs-fold
    [InlineData("GET / HTTP/1.1\r\n A: 1\r\n\r\n", DecodeFault.BadSyntax, 16)]     // RFC 9112 §2.2: whitespace before the first field
    [InlineData("GET / HTTP/1.1\r\nA\r\n\r\n", DecodeFault.BadSyntax, 16)]         // no colon
    [InlineData("GET / HTTP/1.1\r\n: 1\r\n\r\n", DecodeFault.BadSyntax, 16)]       // no name
    [InlineData("GET / HTTP/1.1\r\nA: 1\rB\r\n\r\n", DecodeFault.BadSyntax, 20)]   // RFC 9112 §2.2: a bare CR
    [InlineData("GET / HTTP/1.1\nA: 1\n\n", DecodeFault.BadSyntax, 14)]            // a bare LF
    [InlineData("GET / HTTP/1.1\r\nA: 1\0\r\n\r\n", DecodeFault.BadSyntax, 20)]    // RFC 9110 §5.5: NUL
    [InlineData("GET / HTTP/1.1\r\nA: \u007f\r\n\r\n", DecodeFault.BadSyntax, 19)]
    [InlineData("GET  / HTTP/1.1\r\n\r\n", DecodeFault.BadSyntax, 4)]
    [InlineData(" GET / HTTP/1.1\r\n\r\n", DecodeFault.BadSyntax, 0)]
    [InlineData("GET\t/ HTTP/1.1\r\n\r\n", DecodeFault.BadSyntax, 0)]
    [InlineData("GET / HTTP/1.1 \r\n\r\n", DecodeFault.BadSyntax, 6)]
    [InlineData("GET /\u00e9 HTTP/1.1\r\n\r\n", DecodeFault.BadSyntax, 4)]
    [InlineData("GET /\r\n", DecodeFault.BadSyntax, 4)]                            // HTTP/0.9
    [InlineData("GET / http/1.1\r\n\r\n", DecodeFault.BadSyntax, 6)]               // RFC 9112 §2.3: the case matters
    [InlineData("GET / HTTP/1.10\r\n\r\n", DecodeFault.BadSyntax, 6)]
    [InlineData("GET / HTTP/2.0\r\n\r\n", DecodeFault.BadVersion, 6)]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\n\r\n", DecodeFault.BadSyntax, 2)]
    [InlineData("\u0016\u0003\u0001", DecodeFault.BadSyntax, 0)]                   // TLS, seen before a line is complete
    public void A_request_may_not_be_written_so(string text, DecodeFault fault, int offset)
    {
        HttpRequestHead.TryDecode(Octets(text), HttpLimits.Default, out var head, out var consumed, out var error)
            .Should().Be(HttpParseStatus.Invalid);
        head.Should().BeNull();
        consumed.Should().Be(0);
        error.Should().Be(new DecodeError("HTTP", fault, offset));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 \r\n\r\n", 200, "")]
    [InlineData("HTTP/1.1 404\r\n\r\n", 404, "")]
    [InlineData("HTTP/1.0 599  Two  words \r\n\r\n", 599, " Two  words ")]
    public void A_response_may_be_written_so(string text, int code, string reason) // RFC 9112 §4
    {
        HttpResponseHead.TryDecode(Octets(text), out var head, out _).Should().BeTrue();
        head!.StatusCode.Should().Be(code);
        head.ReasonPhrase.Should().Be(reason);
        HttpResponseHead.TryDecode(head.ToArray(), out var again, out _).Should().BeTrue();
        again.Should().Be(head);
    }

    [Theory]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n", DecodeFault.BadSyntax, 9)]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", DecodeFault.BadSyntax, 12)]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n", DecodeFault.BadValue, 9)]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n", DecodeFault.BadSyntax, 9)]
    [InlineData("HTTP/1.1\r\n\r\n", DecodeFault.BadSyntax, 8)]
    [InlineData("HTTP/1\r\n\r\n", DecodeFault.BadSyntax, 0)]
    [InlineData("HTTP/3.0 200 OK\r\n\r\n", DecodeFault.BadVersion, 0)]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n", DecodeFault.BadSyntax, 0)]
    public void A_response_may_not_be_written_so(string text, DecodeFault fault, int offset)
    {
        HttpResponseHead.TryDecode(Octets(text), out _, out var error).Should().BeFalse();
        error.Should().Be(new DecodeError("HTTP", fault, offset));
    }

    [Fact]
    public void The_line_is_the_start_line()
    {
        Request.ToString().Should().Be("HTTP GET / HTTP/1.1");
        Response.ToString().Should().Be("HTTP/1.1 200 OK");
        (Response with { ReasonPhrase = "" }).ToString().Should().Be("HTTP/1.1 200");
    }

    [Fact]
    public void The_fields_name_every_part_where_it_stands()
    {
        var octets = Octets("\r\nGET / HTTP/1.1\r\nHost:x\r\n\r\n");
        HttpRequestHead.TryDecode(octets, out var head, out _);
        var fields = new List<PduField>();

        head!.Describe(octets, fields);

        fields.Should().Equal(
            PduField.Octets("Method", "GET", 2, 3),
            PduField.Octets("Request target", "/", 6, 1),
            PduField.Octets("Version", "HTTP/1.1", 8, 8),
            PduField.Octets("Host", "x", 18, 8),
            PduField.Octets("End of the fields", "", 26, 2));
        fields.Clear();
        Response.Describe(Response.ToArray(), fields);
        fields.Should().Equal(
            PduField.Octets("Version", "HTTP/1.1", 0, 8),
            PduField.Octets("Status code", "200", 9, 3),
            PduField.Octets("Reason phrase", "OK", 13, 2),
            PduField.Octets("Content-Length", "17", 17, 20),
            PduField.Octets("Content-Type", "text/html", 37, 25),
            PduField.Octets("End of the fields", "", 62, 2));
    }

    internal static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);
}
