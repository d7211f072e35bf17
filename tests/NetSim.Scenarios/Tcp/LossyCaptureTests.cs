using System.Globalization;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Tests.Tracing.Captures;
using NetSim.Topology;

namespace NetSim.Scenarios.Tcp;

/// <summary>What Wireshark sees in transfers with losses is what the connection counted.</summary>
public sealed class LossyCaptureTests
{
    [Theory]
    [InlineData("Rfc", 1)]
    [InlineData("Linux", 2)]
    [InlineData("FreeBsd", 3)]
    [InlineData("Windows", 4)]
    public void Wireshark_counts_the_retransmissions_that_the_connection_counts(string profile, ulong seed)
    {
        Tshark.Require();
        var options = Profiles.Find(profile);
        var network = new Network(new NetworkOptions { Seed = seed, Stack = new HostStackOptions { Tcp = options } });
        var (sender, receiver) = (network.AddHost("Sender", "10.0.0.1/24"), network.AddHost("Receiver", "10.0.0.2/24"));
        network.Connect(sender, receiver, new LinkOptions { PropagationDelay = 10.Milliseconds, Impairments = new LinkImpairments { Loss = 0.02 } });

        TcpTimeSeries? series = null;
        var info = network.Run(async () =>
        {
            using var listener = receiver.Sockets.Listen(80);
            using var socket = sender.Sockets.CreateTcpSocket();
            series = socket.Record();
            await socket.ConnectAsync(Ipv4EndPoint.Parse("10.0.0.2:80"));
            using var accepted = await listener.AcceptSocketAsync();
            var sending = socket.SendAsync(Payload.Zeros(1_000_000)).AsTask();
            var buffer = new byte[65_536];
            for (var received = 0; received < 1_000_000;)
                received += await accepted.ReceiveAsync(buffer);
            await sending;
            return socket.GetInfo();
        });
        network.Run();

        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var path = Path.Combine(folder, "capture.pcapng");
            network.Trace.SavePcapng(path, "Sender");
            Tshark.Read(path, Tshark.Wrong, "frame.number").Should().BeEmpty();

            // A retransmission within 3 ms of the segment before it looks to Wireshark as if it were late.
            var again = Tshark.Read(path, "ip.src == 10.0.0.1 and (tcp.analysis.retransmission or tcp.analysis.out_of_order)", "tcp.len");
            again.Should().HaveCount((int)info.TotalRetransmissions).And.HaveCountGreaterThan(5);
            again.Sum(length => int.Parse(length, CultureInfo.InvariantCulture)).Should().Be((int)info.OctetsRetransmitted);

            var acknowledgments = series!.Segments.Where(segment => !segment.IsSent).ToList();
            var repeated = acknowledgments.Zip(acknowledgments.Skip(1)).Count(pair => pair.First.Acknowledgment == pair.Second.Acknowledgment);
            Tshark.Read(path, "ip.src == 10.0.0.2 and (tcp.analysis.duplicate_ack or tcp.analysis.window_update)", "frame.number").Should().HaveCount(repeated);
            var blocks = Tshark.Read(path, "ip.src == 10.0.0.2 and tcp.options.sack", "tcp.options.sack.count");
            blocks.Sum(count => int.Parse(count, CultureInfo.InvariantCulture)).Should().Be(acknowledgments.Sum(segment => segment.Sacks.Count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
