using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>W1: clients that fetch a small page again and again, each time over a new connection.</summary>
internal sealed class WebWorkload
{
    private const ushort Port = 80;
    private const int RequestLength = 100;
    private const int ReplyLength = 10_240;
    private const int Buffer = 131_072;

    private static readonly Payload Request = Payload.Zeros(RequestLength);
    private static readonly Payload Reply = Payload.Zeros(ReplyLength);

    private readonly Simulation _simulation;
    private readonly Host _server;
    private readonly long _total;
    private readonly bool _serverCloses;
    private readonly TaskCompletionSource _end = new();
    private readonly byte[] _buffer = new byte[ReplyLength];
    private long _done;

    private WebWorkload(Simulation simulation, Host server, long total, bool serverCloses) =>
        (_simulation, _server, _total, _serverCloses) = (simulation, server, total, serverCloses);

    public static WorkloadResult Run(int clients, long total, string link, string close, double msl, bool tracing)
    {
        var tcp = Comparison.Tcp(Buffer) with { MaximumSegmentLifetime = Duration.FromSeconds(msl) };
        var network = Comparison.Network(tracing, tcp);
        var (hosts, server) = link switch
        {
            "simple" => BehindSwitch(network, clients),
            "p2p" => BehindRouter(network, clients),
            _ => throw new ArgumentException($"'{link}' is not compared. Take simple or p2p."),
        };
        var workload = new WebWorkload(network.Simulation, server, total, close == "server");
        network.Simulation.Start(workload.ServeAsync);
        for (var i = 0; i < clients; i++)
        {
            var (host, start) = (hosts[i], (1_000 + (10 * i)).Microseconds);
            network.Simulation.Start(() => workload.FetchAsync(host, start));
        }

        var measurement = Measurement.Of(network);
        network.Run(() => workload._end.Task);
        var result = measurement.End("W1-web", $"link={link},close={close},msl={msl}", workload._done * ReplyLength);
        return result with
        {
            More = new()
            {
                ["transactions"] = workload._done,
                ["transactions_per_s"] = Math.Round(workload._done / result.WallSeconds),
            },
        };
    }

    private static (List<Host> Clients, Host Server) BehindSwitch(Network network, int clients)
    {
        var lan = network.AddSwitch("Switch", clients + 1);
        var link = Comparison.Link(gigabits: 1, 5.Microseconds);
        var hosts = Enumerable.Range(0, clients + 1)
            .Select(i => network.AddHost(i < clients ? $"Client {i}" : "Server", $"10.1.{(i + 1) / 256}.{(i + 1) % 256}/16")).ToList();
        hosts.ForEach(host => network.Connect(lan, host, link));
        return (hosts[..clients], hosts[clients]);
    }

    private static (List<Host> Clients, Host Server) BehindRouter(Network network, int clients)
    {
        var router = network.AddRouter("Router", "10.1.0.2/30");
        var link = Comparison.Link(gigabits: 1, 5.Microseconds);
        var hosts = new List<Host>();
        for (var i = 0; i <= clients; i++)
        {
            var (third, fourth) = Math.DivRem(4 * i, 256);
            var gateway = $"10.1.{third}.{fourth + 2}";
            var port = i == 0 ? router.Interfaces[0] : router.AddInterface($"{gateway}/30");
            var host = network.AddHost(i < clients ? $"Client {i}" : "Server", $"10.1.{third}.{fourth + 1}/30", gateway);
            network.Connect(host.Interfaces[0], port, link);
            hosts.Add(host);
        }

        return (hosts[..clients], hosts[clients]);
    }

    private async Task ServeAsync()
    {
        using var listener = _server.Sockets.Listen(Port, backlog: 1_024, socket => socket.NoDelay = true);
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            _simulation.Start(() => AnswerAsync(socket));
        }
    }

    private async Task AnswerAsync(TcpSocket socket)
    {
        for (var received = 0; received < RequestLength;)
            received += await socket.ReceiveAsync(_buffer);
        await socket.SendAsync(Reply);
        if (!_serverCloses && await socket.ReceiveAsync(_buffer) != 0)
            throw new InvalidOperationException("The client sent more than its request.");
        socket.Close();
    }

    private async Task FetchAsync(Host host, Duration start)
    {
        await _simulation.Delay(start);
        var server = new Ipv4EndPoint(_server.Address!.Value.Address, Port);
        while (true)
        {
            await FetchAsync(host, server);
            if (++_done == _total)
                _end.SetResult();
            await _simulation.Delay(Duration.Zero);
        }
    }

    private async Task FetchAsync(Host host, Ipv4EndPoint server)
    {
        using var socket = host.Sockets.CreateTcpSocket();
        socket.NoDelay = true;
        await socket.ConnectAsync(server);
        await socket.SendAsync(Request);
        var received = 0;
        while (received < ReplyLength || _serverCloses)
        {
            var octets = await socket.ReceiveAsync(_buffer);
            if (octets == 0)
                break;
            received += octets;
        }

        if (received != ReplyLength)
            throw new InvalidOperationException($"{received} octets came in the place of {ReplyLength}.");
    }
}
