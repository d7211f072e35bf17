using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Topology;

namespace NetSim.Tests.Stack.Tcp;

public sealed class TcpAllocationTests
{
    private static readonly byte[] Buffer = new byte[65_536];

    [Fact]
    public void Without_a_trace_a_bulk_transfer_allocates_nothing_but_its_PDUs()
    {
        var network = new Network(new NetworkOptions { Tracing = false });
        var sender = network.AddHost("Sender", "10.0.1.1/24", "10.0.1.2");
        var router = network.AddRouter("Router", "10.0.1.2/24", "10.0.2.2/24");
        var receiver = network.AddHost("Receiver", "10.0.2.1/24", "10.0.2.2");
        var link = new LinkOptions { DataRate = DataRate.GigabitEthernet, PropagationDelay = 100.Microseconds };
        network.Connect(sender, router, link);
        network.Connect(router, receiver, link);
        network.Simulation.Start(() => ReceiveAsync(receiver));
        network.Simulation.Start(() => SendAsync(sender));
        network.RunFor(500.Milliseconds); // arrays have grown, and methods are compiled

        var (data, acks) = Frames();
        var allocated = Allocated(() => network.RunFor(200.Milliseconds));
        var (dataAfter, acksAfter) = Frames();

        var segments = dataAfter - data + acksAfter - acks;
        segments.Should().BeGreaterThan(20_000);
        // Around each segment a packet and a frame for each link. Less than half of the smallest object is left over: what is made once in a
        // millisecond, when timestamps change.
        var beyond = allocated - (segments * OctetsOfSegment());
        (beyond / (double)segments).Should().BeLessThan(12);

        (long, long) Frames() => (sender.Interfaces[0].Counters.OutboundFrames, receiver.Interfaces[0].Counters.OutboundFrames);
    }

    /// <summary>The size of the objects that a segment is on two links. Its payload is a slice that all full segments share.</summary>
    private static double OctetsOfSegment()
    {
        const int Count = 1_000;
        var allocated = 0L;
        for (var round = 0; round < 2; round++) // the second counts, as the first may compile methods
        {
            allocated = Allocated(static () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    var segment = new TcpSegment { SourcePort = 1, DestinationPort = 2, Sequence = default, Flags = TcpFlags.Ack };
                    for (var hop = 0; hop < 2; hop++)
                        GC.KeepAlive(new EthernetFrame(default, default, EtherType.Ipv4, new Ipv4Packet(default, default, IpProtocol.Tcp, segment)));
                }
            });
        }

        return (double)allocated / Count;
    }

    private static async Task SendAsync(Host host)
    {
        using var socket = host.Sockets.CreateTcpSocket();
        await socket.ConnectAsync(Ipv4EndPoint.Parse("10.0.2.1:80"));
        var write = Payload.Zeros(1_448);
        while (true)
            await socket.SendAsync(write);
    }

    private static async Task ReceiveAsync(Host host)
    {
        using var listener = host.Sockets.Listen(80);
        using var socket = await listener.AcceptSocketAsync();
        while (await socket.ReceiveAsync(Buffer) > 0)
        {
        }
    }

    private static long Allocated(Action round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        round();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
