using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Services.Dns;

namespace NetSim.Tests.Services.Dns;

/// <summary>A DNS client and a DNS server on one LAN, and a zone with something of everything.</summary>
internal sealed class DnsNetwork
{
    public DnsNetwork()
    {
        ClientHost = Lan.Add("Client", "192.168.100.1/24");
        ServerHost = Lan.Add("Server", "192.168.100.254/24");
        Client = new DnsClient(ClientHost.Sockets) { Servers = [Ipv4Address.Parse("192.168.100.254")] };
    }

    public Lan Lan { get; } = new();

    public LanHost ClientHost { get; }

    public LanHost ServerHost { get; }

    public DnsClient Client { get; }

    public Simulation Simulation => Lan.Simulation;

    public static DnsZone Example => new DnsZone("example.com")
        .AddAddress("ns.example.com", "192.168.100.254")
        .AddAddress("example.com", "192.168.100.10", timeToLive: 300)
        .AddAddress("a.deep.example.com", "192.168.100.11")
        .AddAlias("www.example.com", "example.com", timeToLive: 60)
        .AddAlias("out.example.com", "web.example.org")
        .AddAlias("away.example.com", "elsewhere.test")
        .AddAlias("loop.example.com", "pool.example.com")
        .AddAlias("pool.example.com", "loop.example.com")
        .Delegate("sub.example.com", "ns.sub.example.com", "192.168.100.53");

    public DnsServer Serve(params DnsZone[] zones) => new(ServerHost.Sockets, zones.Length == 0 ? [Example] : zones);

    public DnsMessage Query(string name, DnsType type = DnsType.A) => Simulation.Run(() => Client.QueryAsync(DnsName.Parse(name), type));

    public Ipv4Address Resolve(string name) => Simulation.Run(() => Client.ResolveAsync(name));

    /// <summary>Sends octets to the server and returns what comes back.</summary>
    public DnsMessage Ask(Payload octets) => Simulation.Run(async () =>
    {
        using var socket = ClientHost.Sockets.BindUdp();
        socket.Send(octets, new Ipv4EndPoint(ServerHost.Address!.Value.Address, DnsMessage.Port));
        var received = await socket.ReceiveAsync();
        DnsMessage.TryDecode(received.Payload.ToMemory().Span, out var message, out var error).Should().BeTrue($"{error}");
        return message!;
    });

    /// <summary>Answers each query in place of a DNS server; null for silence.</summary>
    public void Script(Func<DnsMessage, int, DnsMessage?> answer) => Simulation.Start(async () =>
    {
        var socket = ServerHost.Sockets.BindUdp(DnsMessage.Port);
        for (var number = 1; ; number++)
        {
            var received = await socket.ReceiveAsync();
            DnsMessage.TryDecode(received.Payload.ToMemory().Span, out var query, out _).Should().BeTrue();
            if (answer(query!, number) is { } response)
                socket.Send(response.ToArray(), received.Source);
        }
    });
}
