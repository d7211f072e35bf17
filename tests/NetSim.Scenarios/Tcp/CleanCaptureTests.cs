using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Tcp;
using NetSim.Tests.Tracing.Captures;
using NetSim.Topology;

namespace NetSim.Scenarios.Tcp;

/// <summary>What Wireshark thinks of transfers where nothing is lost: nothing.</summary>
public sealed class CleanCaptureTests
{
    private const int Upload = 400_000;
    private const int Download = 300_000;

    [Theory]
    [InlineData("Rfc", false)]
    [InlineData("Rfc", true)]
    [InlineData("Linux", false)]
    [InlineData("Linux", true)]
    [InlineData("FreeBsd", false)]
    [InlineData("FreeBsd", true)]
    [InlineData("Windows", false)]
    [InlineData("Windows", true)]
    public void Wireshark_finds_nothing_in_transfers_from_a_profile_to_each(string profile, bool usesEcn)
    {
        Tshark.Require();
        var network = new Network();
        var @switch = network.AddSwitch("Switch");
        Host Add(string name, int number, TcpOptions options) => network.AddHost(
            name, $"10.0.0.{number}/24", stack: new HostStackOptions { Tcp = usesEcn ? options with { Ecn = EcnMode.Request } : options });
        var client = Add("Client", 1, Profiles.Find(profile));
        var servers = Profiles.Names.Select((name, i) => Add(name, 10 + i, Profiles.Find(name))).ToArray();
        network.Connect(client, @switch, new LinkOptions { PropagationDelay = 2.Milliseconds });
        network.Connect(@switch, servers);

        network.Run(async () =>
        {
            foreach (var server in servers)
                await ExchangeAsync(network, client, server);
        });
        network.Run(); // TIME-WAIT

        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var path = Path.Combine(folder, "capture.pcapng");
            network.Trace.SavePcapng(path, "Client");
            Tshark.Read(path, Tshark.Wrong, "frame.number").Should().BeEmpty();
            Tshark.Read(path, "(tcp.analysis.flags and not tcp.analysis.window_update) or _ws.expert.severity >= 6291456", "frame.number", "_ws.col.Info").Should().BeEmpty(); // warnings and errors
            Tshark.Read(path, "tcp.flags.syn == 1 and tcp.flags.ack == 0", "tcp.stream").Should().HaveCount(Profiles.Names.Count);
            var ecnCapable = Tshark.Read(path, "tcp.len > 0 and ip.dsfield.ecn == 2", "frame.number");
            (ecnCapable.Length > 0).Should().Be(usesEcn);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The client sends, the server answers, and each closes its side.</summary>
    private static async Task ExchangeAsync(Network network, Host client, Host server)
    {
        using var listener = server.Sockets.Listen(80);
        using var socket = client.Sockets.CreateTcpSocket();
        await socket.ConnectAsync(new Ipv4EndPoint(server.Address!.Value.Address, 80));
        using var accepted = await listener.AcceptSocketAsync();
        var sending = SendAsync(socket, Upload);
        (await ReadToEndAsync(accepted)).Should().Be(Upload);
        await sending;
        sending = SendAsync(accepted, Download);
        (await ReadToEndAsync(socket)).Should().Be(Download);
        await sending;
        await network.Simulation.Delay(1.Seconds);
    }

    private static async Task SendAsync(TcpSocket socket, int length)
    {
        await socket.SendAsync(Payload.Zeros(length));
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<long> ReadToEndAsync(TcpSocket socket)
    {
        var buffer = new byte[65_536];
        var total = 0L;
        while (await socket.ReceiveAsync(buffer) is > 0 and var count)
            total += count;
        return total;
    }
}
