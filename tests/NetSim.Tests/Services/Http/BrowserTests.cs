using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Services.Http;

namespace NetSim.Tests.Services.Http;

public sealed class BrowserTests
{
    private readonly WebNetwork _network = new(browserOptions: new BrowserOptions { MaxBodyLength = 1_000 });

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc", "HttpIsCompleteByLength")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nabc", "abc", "HttpIsCompleteByClose")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "abc", "HttpIsCompleteByChunk")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "", "HttpHasNoContent")]
    public void A_response_ends_by_length_by_chunk_by_close_or_with_its_head(string response, string body, string reason) // RFC 9112 §6.3
    {
        _network.Script(response);

        _network.Get("http://web/").Text.Should().Be(body);

        _network.Lan.ReasonsOf("Client").Should().Contain(reason);
    }

    [Theory]
    [InlineData("", "*without a response*")]
    [InlineData("HTTP/1.1 200 O", "*ended before the message did*")]
    [InlineData("nonsense\r\n\r\n", "*malformed*")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", "*ended before the message did*")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4, 5\r\n\r\nabc", "*cannot be trusted*")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\nabc", "*larger than 1000 octets*")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n", "*larger than 1000 octets*")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "*")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "*chunked only*")]
    public void A_response_that_is_wrong_is_an_exception(string response, string message)
    {
        _network.Script(response);

        _network.Invoking(network => network.Get("http://web/")).Should().Throw<HttpMessageException>().WithMessage(message);
    }

    [Fact]
    public void Content_until_the_close_is_bounded_too()
    {
        _network.Script($"HTTP/1.1 200 OK\r\n\r\n{new string('a', 1_001)}");

        _network.Invoking(network => network.Get("http://web/")).Should().Throw<HttpMessageException>().WithMessage("*larger than 1000*");
    }

    [Fact]
    public void A_port_where_nobody_listens_refuses()
    {
        _network.Invoking(network => network.Get("http://web:8080/")).Should().Throw<SocketException>()
            .Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
    }

    [Fact]
    public void A_host_that_is_not_there_is_unreachable()
    {
        // TCP goes on for about two minutes before it gives up (RFC 1122 §4.2.3.5).
        var browser = new Browser(_network.ClientHost.Sockets, _network.Dns, options: new BrowserOptions { Timeout = 10.Minutes });

        _network.Simulation.Invoking(simulation => simulation.Run(() => browser.GetAsync("http://192.168.100.99/"))).Should().Throw<SocketException>()
            .Which.SocketErrorCode.Should().Be(SocketError.HostUnreachable);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_the_resolvers_error()
    {
        _network.Invoking(network => network.Get("http://ark-inflearn.com/")).Should().Throw<SocketException>()
            .Which.SocketErrorCode.Should().Be(SocketError.NetworkUnreachable);
    }

    [Fact]
    public void A_server_that_never_answers_is_given_up_after_100_seconds()
    {
        _network.Simulation.Start(async () =>
        {
            using var listener = _network.ServerHost.Sockets.Listen(80);
            await using var stream = await listener.AcceptAsync();
            await _network.Simulation.Delay(10.Minutes);
        });

        _network.Invoking(network => network.Get("http://web/")).Should().Throw<SocketException>()
            .WithMessage("Client: http://web/ did not come within 100 s*waiting for the response of 192.168.100.253:80*")
            .Which.SocketErrorCode.Should().Be(SocketError.TimedOut);
        _network.Simulation.Now.Should().Be(SimTime.At(100.Seconds));
    }

    [Fact]
    public void A_host_that_never_gets_an_address_is_given_up_at_that_stage()
    {
        var browser = new Browser(_network.ClientHost.Sockets, _network.Dns, token => _network.Simulation.Delay(10.Minutes, token));

        _network.Simulation.Invoking(simulation => simulation.Run(() => browser.GetAsync("http://web/"))).Should().Throw<SocketException>()
            .WithMessage("*waiting for an address*");
    }

    [Fact]
    public void A_server_that_does_not_close_is_waited_for_five_seconds()
    {
        _network.Script("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", closes: false);

        _network.Get("http://web/").Text.Should().Be("abc");

        _network.Simulation.Now.TotalSeconds.Should().BeApproximately(5, 0.1);
    }

    [Fact]
    public void A_reset_is_a_SocketException()
    {
        _network.Simulation.Start(async () =>
        {
            using var listener = _network.ServerHost.Sockets.Listen(80);
            var stream = await listener.AcceptAsync();
            await stream.ReadAtLeastAsync(new byte[1], 1);
            stream.Abort();
        });

        _network.Invoking(network => network.Get("http://web/")).Should().Throw<SocketException>()
            .Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
    }

    [Theory]
    [InlineData("https://web/", "*does not start with http*")]
    [InlineData("web", "*does not start with http*")]
    [InlineData("http://", "*host*")]
    [InlineData("http://web:0/", "*port*")]
    [InlineData("http://web:70000/", "*port*")]
    [InlineData("http://me@web/", "*user name*")]
    [InlineData("http://web/a b", "*percent-encode*")]
    [InlineData("http://we b/", "*host*")]
    public void What_is_no_URL_says_why(string url, string message)
    {
        _network.Invoking(network => network.Get(url)).Should().Throw<FormatException>().WithMessage(message);
        _network.Lan.Packets.Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://web", "web", 80, "/")]
    [InlineData("HTTP://Web:8080/a/b?c=d#e", "Web", 8080, "/a/b?c=d")]
    [InlineData("http://192.168.100.253?x", "192.168.100.253", 80, "/?x")]
    [InlineData("http://web:/", "web", 80, "/")]
    public void A_URL_is_taken_apart(string url, string host, int port, string target) // RFC 3986 §3
    {
        HttpUrl.Parse(url).Should().Be(new HttpUrl(host, (ushort)port, target));
    }

    [Fact]
    public void A_request_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        _network.Simulation.Schedule(1.Milliseconds, source.Cancel);
        _network.Invoking(network => network.Simulation.Run(() => network.Browser.GetAsync("http://192.168.100.99/", source.Token)))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void The_server_sees_who_asks()
    {
        Ipv4EndPoint? client = null;
        using var server = new HttpServer(_network.ServerHost.Sockets);
        server.Map("/", request =>
        {
            client = request.Client;
            return Task.FromResult(HttpResponse.Of("x"));
        });

        _network.Get("http://web/");

        client!.Value.Address.Should().Be(Ipv4Address.Parse("192.168.100.1"));
    }
}
