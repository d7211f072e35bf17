using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;

namespace NetSim.Tests.Sockets;

/// <summary>Two hosts on a switch, and what tests of streams between them need again and again.</summary>
internal sealed class TcpNetwork
{
    public const ushort Port = 80;

    public TcpNetwork(ulong seed = 1)
    {
        Network = new Network(new NetworkOptions { Seed = seed, Tracing = false, EventBudget = 20_000_000 });
        Client = Network.AddHost("Client", "192.168.1.1/24");
        Server = Network.AddHost("Server", "192.168.1.2/24");
        Network.Connect(Network.AddSwitch("Switch"), Client, Server);
    }

    public Network Network { get; }

    public Host Client { get; }

    public Host Server { get; }

    public Ipv4EndPoint EndPoint { get; } = Ipv4EndPoint.Parse($"192.168.1.2:{Port}");

    /// <summary>A connection, as both ends hold it.</summary>
    public async Task<(TcpStream Client, TcpStream Server)> ConnectAsync()
    {
        using var listener = Server.Sockets.Listen(Port);
        var accepted = listener.AcceptAsync();
        var client = await Client.Sockets.ConnectAsync(EndPoint);
        return (client, await accepted);
    }

    /// <summary>A connection, as both ends' sockets.</summary>
    public async Task<(TcpSocket Client, TcpSocket Server)> ConnectSocketsAsync(Action<TcpSocket>? configureClient = null)
    {
        using var listener = Server.Sockets.CreateTcpSocket();
        listener.Bind(EndPoint);
        listener.Listen();
        var client = Client.Sockets.CreateTcpSocket();
        configureClient?.Invoke(client);
        await client.ConnectAsync(EndPoint);
        return (client, await listener.AcceptAsync());
    }

    /// <summary>Runs a script between two connected sockets.</summary>
    public static void RunSockets(Func<TcpNetwork, TcpSocket, TcpSocket, Task> script)
    {
        var test = new TcpNetwork();
        test.Network.Run(async () =>
        {
            var (client, server) = await test.ConnectSocketsAsync();
            await script(test, client, server);
        });
    }

    /// <summary>Lets segments under way arrive.</summary>
    public Task SettleAsync() => Network.Simulation.Delay(1.Seconds);

    /// <summary>Writes octets in pieces of random size.</summary>
    public static async Task WriteAsync(TcpStream stream, byte[] octets, RandomStream random, int most = 10_000)
    {
        for (var written = 0; written < octets.Length;)
        {
            var count = Math.Min(1 + random.NextInt32(most), octets.Length - written);
            await stream.WriteAsync(octets.AsMemory(written, count));
            written += count;
        }
    }

    /// <summary>Reads to the end of the stream in pieces of random size.</summary>
    public static async Task<byte[]> ReadAsync(TcpStream stream, RandomStream random, int most = 10_000)
    {
        var all = new MemoryStream();
        while (true)
        {
            var piece = new byte[1 + random.NextInt32(most)];
            var count = await stream.ReadAsync(piece);
            if (count == 0)
                return all.ToArray();
            all.Write(piece, 0, count);
        }
    }

    public static byte[] RandomOctets(RandomStream random, int length)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
            octets[i] = (byte)random.NextUInt32();
        return octets;
    }

    /// <summary>The error of a failed operation: that of the exception, or of the one within.</summary>
    public static SocketError ErrorOf(Exception exception) =>
        ((exception as SocketException) ?? (SocketException)exception.InnerException!).SocketErrorCode;
}
