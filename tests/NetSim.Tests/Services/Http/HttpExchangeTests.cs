using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Services.Http;

namespace NetSim.Tests.Services.Http;

/// <summary>A browser and a server with each other, by the segments on the wire.</summary>
public sealed class HttpExchangeTests
{
    private readonly WebNetwork _network = new(new HttpServerOptions());

    [Fact]
    public void A_page_is_opened_read_and_closed_by_the_client_first()
    {
        _network.Server!.Map("/", "<h1>It works</h1>");

        var page = _network.Get("http://web/");

        page.StatusCode.Should().Be(200);
        page.Text.Should().Be("<h1>It works</h1>");
        page.Headers.Find("Content-Type").Should().Be("text/html; charset=utf-8");
        page.Headers.Find("Content-Length").Should().Be("17");
        page.Headers.Find("Connection").Should().Be("close");
        page.Headers.Find("Server").Should().Be("NetSim");
        page.Headers.Find("Date").Should().Be("Thu, 01 Jan 2026 00:00:00 GMT"); // RFC 9110 §5.6.7

        var segments = _network.Lan.Segments;
        segments.Where(segment => segment.Pdu.Payload.Length > 0).Select(segment => segment.From).Should().Equal("Client", "Server");
        var ends = segments.Where(segment => segment.Pdu.Flags.HasFlag(TcpFlags.Fin)).Select(segment => segment.From);
        ends.Should().Equal("Client", "Server");
        segments.Should().NotContain(segment => segment.Pdu.Flags.HasFlag(TcpFlags.Rst));
        segments[^1].From.Should().Be("Client"); // the last ACK is in the trace when the page is there
    }

    [Fact]
    public void The_request_is_what_the_seed_scenario_says()
    {
        _network.Server!.Map("/", "x");

        _network.Get("http://web");

        var request = _network.Lan.Segments.First(segment => segment.Pdu.Payload.Length > 0);
        System.Text.Encoding.Latin1.GetString(request.Pdu.Payload.ToMemory().Span).Should().Be(
            "GET / HTTP/1.1\r\nHost: web\r\nUser-Agent: NetSim\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    [Fact]
    public void Each_decision_has_its_sentence()
    {
        _network.Server!.Map("/", "x");

        _network.Get("http://web");
        _network.Simulation.Run();

        _network.Lan.ReasonsOf("Client").Should().Equal(
            "HttpTakesUrlApart", "DnsHostsHit", "HttpConnects", "HttpRequests", "HttpIsCompleteByLength", "HttpBrowserCloses");
        _network.Lan.ReasonsOf("Server").Should().Equal("HttpFindsRoute", "HttpRespondsAndCloses", "HttpIsClosed");
        _network.Lan.SentencesOf("Client")[0].Should().Be("The browser takes http://web/ apart: / is asked of the host web on port 80.");
    }

    [Fact]
    public void Head_and_content_leave_in_full_segments()
    {
        _network.Server!.Map("/big", Payload.Zeros(100_000), "application/octet-stream");

        var response = _network.Get("http://web/big");

        response.Body.Should().Be(Payload.Zeros(100_000));
        var lengths = _network.Lan.Segments.Where(segment => segment.From == "Server" && segment.Pdu.Payload.Length > 0)
            .Select(segment => segment.Pdu.Payload.Length).ToArray();
        lengths[..^1].Should().OnlyContain(length => length == lengths[0]);
        lengths[0].Should().BeGreaterThan(1_400);
    }

    [Fact]
    public void The_browser_waits_for_an_address_first()
    {
        _network.Server!.Map("/", "x");
        var browser = new Browser(_network.ClientHost.Sockets, _network.Dns, token => _network.Simulation.Delay(3.Seconds, token));

        _network.Simulation.Run(() => browser.GetAsync("http://web/"));

        _network.Simulation.Now.Should().BeGreaterThan(SimTime.At(3.Seconds));
    }

    [Fact]
    public void A_redirection_is_followed()
    {
        _network.Server!.Map("/old", new HttpResponse { StatusCode = 301, Headers = [("Location", "/new?x=1")] });
        _network.Server!.Map("/new", request => Task.FromResult(HttpResponse.Of(request.Query)));

        _network.Get("http://web/old").Text.Should().Be("x=1");
    }

    [Fact]
    public void Redirections_without_end_are_not_followed_without_end()
    {
        _network.Server!.Map("/loop", new HttpResponse { StatusCode = 302, Headers = [("Location", "/loop")] });

        _network.Get("http://web/loop").StatusCode.Should().Be(302);

        _network.Lan.ReasonsOf("Server").Count(reason => reason == "HttpFindsRoute").Should().Be(11);
    }
}
