using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Workloads;

/// <summary>A bulk flow: the sender keeps its send buffer full in writes of one size, the receiver reads at once and counts.</summary>
internal sealed class BulkTransfer
{
    /// <summary>Octets of each write: a full segment.</summary>
    public const int WriteLength = 1_448;

    private const ushort Port = 5_001;

    // One for all receivers of a simulation, which has one thread: what was received is counted, and nobody looks at it.
    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>What the receiver has read.</summary>
    public long ReceivedOctets { get; private set; }

    /// <summary>Starts the receiver now, and the sender after a delay.</summary>
    public static BulkTransfer Start(Simulation simulation, Host sender, Host receiver, Duration delay, int writeLength = WriteLength)
    {
        var transfer = new BulkTransfer();
        var peer = new Ipv4EndPoint(receiver.Address!.Value.Address, Port);
        simulation.Start(() => transfer.ReceiveAsync(receiver));
        simulation.Start(async () =>
        {
            await simulation.Delay(delay);
            using var socket = sender.Sockets.CreateTcpSocket();
            socket.NoDelay = true;
            await socket.ConnectAsync(peer);
            var write = Payload.Zeros(writeLength);
            while (true)
                await socket.SendAsync(write);
        });
        return transfer;
    }

    private async Task ReceiveAsync(Host host)
    {
        var buffer = _buffer ??= new byte[65_536];
        using var listener = host.Sockets.Listen(Port);
        using var socket = await listener.AcceptSocketAsync();
        while (await socket.ReceiveAsync(buffer) is > 0 and var octets)
            ReceivedOctets += octets;
    }
}
