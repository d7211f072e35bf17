using System.Text;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dns;
using NetSim.Services.Http;
using NetSim.Sockets;

namespace NetSim.Tests.Services.Http;

/// <summary>A browser and a web server on one LAN; the browser's host knows the server as "web".</summary>
internal sealed class WebNetwork
{
    public WebNetwork(HttpServerOptions? serverOptions = null, BrowserOptions? browserOptions = null)
    {
        ClientHost = Lan.Add("Client", "192.168.100.1/24");
        ServerHost = Lan.Add("Server", "192.168.100.253/24");
        Server = serverOptions is null ? null : new HttpServer(ServerHost.Sockets, serverOptions);
        Dns = new DnsClient(ClientHost.Sockets);
        Dns.Hosts[DnsName.Parse("web")] = Ipv4Address.Parse("192.168.100.253");
        Browser = new Browser(ClientHost.Sockets, Dns, options: browserOptions);
    }

    public Lan Lan { get; } = new();

    public LanHost ClientHost { get; }

    public LanHost ServerHost { get; }

    public HttpServer? Server { get; }

    public DnsClient Dns { get; }

    public Browser Browser { get; }

    public Simulation Simulation => Lan.Simulation;

    public HttpResponse Get(string url) => Simulation.Run(() => Browser.GetAsync(url));

    /// <summary>Opens a connection, writes text, and returns all that comes until the server closes or says nothing for two minutes.</summary>
    public string Converse(params string[] parts) => Simulation.Run(async () =>
    {
        using var stream = await ClientHost.Sockets.ConnectAsync(Ipv4EndPoint.Parse("192.168.100.253:80"));
        foreach (var part in parts)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(part));
            await Simulation.Delay(10.Milliseconds);
        }

        return await ReadAllAsync(stream);
    });

    /// <summary>Answers one connection in place of an HTTP server: with these octets, and then the end of the stream.</summary>
    public void Script(string response, bool closes = true) => Simulation.Start(async () =>
    {
        using var listener = ServerHost.Sockets.Listen(80);
        var stream = await listener.AcceptAsync();
        var request = new byte[4_096];
        await stream.ReadAtLeastAsync(request, 1);
        await stream.WriteAsync(Payload.Wrap(Encoding.Latin1.GetBytes(response)));
        if (closes)
            await stream.DisposeAsync();
        else
            await Simulation.Delay(10.Minutes);
    });

    private static async Task<string> ReadAllAsync(TcpStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[65_536];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        return text.ToString();
    }
}
