using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Services.Http;

namespace NetSim.Tests.Services.Http;

public sealed class HttpServerTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: web\r\n\r\n";
    private const string GetAndClose = "GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n";

    private readonly WebNetwork _network = new(new HttpServerOptions { MaxBodyLength = 100 });

    public HttpServerTests()
    {
        _network.Server!.Map("/", "hello");
        _network.Server!.Map("/echo", request => Task.FromResult(HttpResponse.Of(request.Text)), "POST");
        _network.Server!.Map("/bad", _ => throw new InvalidOperationException("handler"));
    }

    [Theory]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n", "404 Not Found")]
    [InlineData("PUT / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n", "405 Method Not Allowed")]
    [InlineData("GET /bad HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n", "500 Internal Server Error")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400 Bad Request")]                                                  // no Host: RFC 9112 §3.2
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400 Bad Request")]
    [InlineData("nonsense\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/2.0\r\nHost: web\r\n\r\n", "505 HTTP Version Not Supported")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nContent-Length: 101\r\n\r\n", "413 Content Too Large")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nContent-Length: x\r\n\r\n", "400 Bad Request")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: gzip\r\n\r\n", "400 Bad Request")]                  // RFC 9112 §6.3
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501 Not Implemented")]     // RFC 9112 §6.1
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "400 Bad Request")] // RFC 9112 §6.1
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "400 Bad Request")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", "413 Content Too Large")]
    public void What_cannot_be_served_is_answered_with_its_status_and_the_end(string request, string status)
    {
        var response = _network.Converse(request);

        response.Should().StartWith($"HTTP/1.1 {status}\r\n").And.Contain("\r\nConnection: close\r\n");
    }

    [Fact]
    public void A_target_or_fields_that_are_too_long_are_told_apart() // RFC 9110 §15.5.15, RFC 6585 §5
    {
        _network.Converse($"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: web\r\n\r\n").Should().StartWith("HTTP/1.1 414 ");
        _network.Converse($"GET / HTTP/1.1\r\nHost: web\r\nX: {new string('a', 33_000)}\r\n\r\n").Should().StartWith("HTTP/1.1 431 ");
    }

    [Fact]
    public void A_405_says_what_is_allowed() // RFC 9110 §15.5.6
    {
        _network.Converse("PUT / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n").Should().Contain("\r\nAllow: GET, HEAD\r\n");
    }

    [Fact]
    public void HEAD_has_the_fields_of_GET_and_no_content() // RFC 9110 §9.3.2
    {
        var response = _network.Converse("HEAD / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n");

        response.Should().Contain("\r\nContent-Length: 5\r\n").And.EndWith("\r\n\r\n");
    }

    [Fact]
    public void A_connection_is_kept_and_requests_on_it_are_answered_in_order() // RFC 9112 §9.3
    {
        var response = _network.Converse("POST /echo HTTP/1.1\r\nHost: web\r\nContent-Length: 3\r\n\r\noneGET /nothing HTTP/1.1\r\nHost: web\r\n\r\n" + GetAndClose);

        response.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3]).Should().Equal("200", "404", "200");
        response.Should().EndWith("hello");
        _network.Lan.Segments.Count(segment => segment.Pdu.Flags == TcpFlags.Syn).Should().Be(1);
    }

    [Fact]
    public void A_request_may_come_in_pieces()
    {
        _network.Converse("GET", " / HT", "TP/1.1\r\nHo", "st: web\r\nConnection: close\r", "\n\r\n").Should().EndWith("hello");
    }

    [Fact]
    public void Content_may_come_in_chunks() // RFC 9112 §7.1
    {
        var response = _network.Converse(
            "POST /echo HTTP/1.1\r\nHost: web\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\none\r\n", "4\r\n two\r\n0\r\nT: x\r\n\r\n");

        response.Should().EndWith("one two");
    }

    [Fact]
    public void Who_expects_it_is_told_to_continue() // RFC 9110 §10.1.1
    {
        var response = _network.Converse(
            "POST /echo HTTP/1.1\r\nHost: web\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", "one");

        response.Should().StartWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n").And.EndWith("one");
    }

    [Fact]
    public void HTTP_1_0_ends_with_the_response_unless_it_asks_otherwise() // RFC 9112 §9.3
    {
        _network.Converse("GET / HTTP/1.0\r\n\r\n").Should().Contain("Connection: close").And.EndWith("hello");
        _network.Converse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n").Should().Contain("Connection: keep-alive");
    }

    [Fact]
    public void The_first_FIN_is_the_clients_for_two_seconds_and_then_the_servers()
    {
        _network.Converse(GetAndClose);

        var ends = _network.Lan.Segments.Where(segment => segment.Pdu.Flags.HasFlag(TcpFlags.Fin)).ToArray();
        ends[0].From.Should().Be("Server");
        ends[0].At.TotalSeconds.Should().BeApproximately(2, 0.1);
        _network.Lan.ReasonsOf("Server")[^1].Should().Be("HttpClosesItself");
    }

    [Fact]
    public void A_silent_connection_is_closed_after_a_minute_and_keeps_no_run_alive()
    {
        _network.Simulation.Run(async () =>
        {
            var stream = await _network.ClientHost.Sockets.ConnectAsync(new(_network.ServerHost.Address!.Value.Address, 80));
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Get));
        });
        _network.Simulation.Run();
        _network.Simulation.Now.Should().BeLessThan(SimTime.At(10.Seconds));

        _network.Simulation.RunFor(61.Seconds);

        _network.Lan.Segments.Should().Contain(segment => segment.From == "Server" && segment.Pdu.Flags.HasFlag(TcpFlags.Fin));
        _network.Lan.ReasonsOf("Server")[^1].Should().Be("HttpIdles");
    }

    [Fact]
    public void A_connection_that_is_reset_ends_itself_alone()
    {
        _network.Simulation.Run(async () =>
        {
            var stream = await _network.ClientHost.Sockets.ConnectAsync(new(_network.ServerHost.Address!.Value.Address, 80));
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes("GET / HT"));
            stream.Abort();
        });
        _network.Simulation.Run();

        _network.Get("http://web/").Text.Should().Be("hello");
    }

    [Fact]
    public void A_path_is_mapped_once_and_must_be_one()
    {
        _network.Server!.Invoking(server => server.Map("/", "again")).Should().Throw<ArgumentException>().WithMessage("*already*");
        _network.Server!.Invoking(server => server.Map("page", "x")).Should().Throw<ArgumentException>().WithMessage("*slash*");
        _network.Server!.Invoking(server => server.Map("/a b", "x")).Should().Throw<ArgumentException>();
    }
}
