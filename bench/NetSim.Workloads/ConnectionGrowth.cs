using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>How cost grows with TCP connections: each is opened to one server, carries questions and their answers, and stays open.</summary>
internal sealed class ConnectionGrowth
{
    private const ushort Port = 7;
    private const int MessageLength = 100;
    private const int ConnectionsOfHost = 10_000; // a host has 16,384 ephemeral ports (RFC 6335 §6)

    private static readonly Payload Message = Payload.Zeros(MessageLength);
    private static readonly Duration Interval = 10.Microseconds; // from one connection to the next, of all hosts together

    private readonly Simulation _simulation;
    private readonly Host _server;
    private readonly byte[] _buffer = new byte[MessageLength];
    private readonly TaskCompletionSource _end = new();
    private readonly List<TcpSocket> _open = [];
    private readonly int _connections;
    private readonly int _exchanges;

    private ConnectionGrowth(Simulation simulation, Host server, int connections, int exchanges) =>
        (_simulation, _server, _connections, _exchanges) = (simulation, server, connections, exchanges);

    public static WorkloadResult Run(int connections, int exchanges, bool tracing)
    {
        var hosts = (connections + ConnectionsOfHost - 1) / ConnectionsOfHost;
        var network = new Network(new NetworkOptions { Tracing = tracing });
        var lan = network.AddSwitch("Switch", hosts + 1);
        var link = new LinkOptions { DataRate = DataRate.FromGigabitsPerSecond(10) };
        var server = network.AddHost("Server", "10.0.255.1/16");
        network.Connect(lan, server, link);
        var clients = Enumerable.Range(0, hosts).Select(i => network.AddHost($"Client {i}", $"10.0.{i / 250}.{(i % 250) + 1}/16")).ToList();
        clients.ForEach(client => network.Connect(lan, client, link));
        var growth = new ConnectionGrowth(network.Simulation, server, connections, exchanges);
        network.Simulation.Start(growth.ServeAsync);
        network.Simulation.Start(() => growth.OpenAsync(clients));

        var memory = HeapGrowth.Begin();
        memory.SetUp();
        var measurement = Measurement.Of(network);
        network.Run(() => growth._end.Task);
        var result = measurement.End("connections", $"connections={connections},exchanges={exchanges}", 2L * connections * exchanges * MessageLength);
        return result with { More = memory.End(connections, "connection", (network, growth)) };
    }

    private async Task ServeAsync()
    {
        using var listener = _server.Sockets.Listen(Port, backlog: 1_024);
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            _simulation.Start(() => AnswerAsync(socket));
        }
    }

    private async Task AnswerAsync(TcpSocket socket)
    {
        for (var i = 0; i < _exchanges; i++)
        {
            await ReceiveAsync(socket);
            await socket.SendAsync(Message);
        }

        _open.Add(socket);
    }

    private async Task OpenAsync(List<Host> clients)
    {
        for (var i = 0; i < _connections; i++)
        {
            var client = clients[i % clients.Count];
            _simulation.Start(() => AskAsync(client));
            await _simulation.Delay(Interval);
        }
    }

    private async Task AskAsync(Host client)
    {
        var socket = client.Sockets.CreateTcpSocket();
        await socket.ConnectAsync(new Ipv4EndPoint(_server.Address!.Value.Address, Port));
        for (var i = 0; i < _exchanges; i++)
        {
            await socket.SendAsync(Message);
            await ReceiveAsync(socket);
        }

        _open.Add(socket);
        if (_open.Count == 2 * _connections)
            _end.SetResult();
    }

    private async Task ReceiveAsync(TcpSocket socket)
    {
        for (var received = 0; received < MessageLength;)
        {
            var octets = await socket.ReceiveAsync(_buffer);
            received += octets > 0 ? octets : throw new InvalidOperationException("The connection was closed within a message.");
        }
    }
}
