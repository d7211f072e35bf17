using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Plots;
using NetSim.Stack;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Topology;

// Two megabytes over a slow line that loses a little: what the sender's TCP does, as tables and pictures.
var network = new Network(new NetworkOptions
{
    Seed = 3,
    Tracing = false,
    Stack = new HostStackOptions { Tcp = TcpProfile.Linux with { HyStart = true } }, // or Rfc, the default, FreeBsd, Windows
});
var client = network.AddHost("Client", "192.168.1.1/24");
var server = network.AddHost("Server", "192.168.1.2/24");
network.Connect(client, server, new LinkOptions
{
    DataRate = DataRate.FromMegabitsPerSecond(8),
    PropagationDelay = 20.Milliseconds,
    QueueLimit = 25,
    Impairments = new LinkImpairments { Loss = 0.002 },
});

const int Length = 2_000_000;
var series = network.Run(async () =>
{
    using var listener = server.Sockets.Listen(80);
    using var socket = client.Sockets.CreateTcpSocket();
    socket.CongestionControl = TcpCongestionControl.NewReno; // or Cubic, as Linux has it, Vegas, Dctcp, Bbr, or one's own
    var record = socket.Record();
    await socket.ConnectAsync(Ipv4EndPoint.Parse("192.168.1.2:80"));
    using var accepted = await listener.AcceptSocketAsync();

    var sending = socket.SendAsync(Payload.Zeros(Length)).AsTask();
    var buffer = new byte[65_536];
    for (var received = 0; received < Length;)
        received += await accepted.ReceiveAsync(buffer);
    await sending;

    var info = socket.GetInfo(); // the fields of Linux's tcp_info
    Console.WriteLine($"{info.SegmentsSent} segments, {info.TotalRetransmissions} sent again; SRTT {info.SmoothedRtt}, cwnd {info.CongestionWindow}");
    return record;
});

using (var samples = File.CreateText("samples.csv"))
    series.WriteSamples(samples);
using (var segments = File.CreateText("segments.csv"))
    series.WriteSegments(segments);

// The whole transfer, and the time around the first loss, where each segment can be told from the next.
Save(series.PlotTimeSequence(), "sequence");
var loss = series.Segments.FirstOrDefault(segment => segment.IsRetransmission)?.Time ?? SimTime.Zero;
Save(series.PlotTimeSequence(new TcpPlotOptions { Title = "Around the first loss", From = loss - 100.Milliseconds, To = loss + 200.Milliseconds }), "loss");
Save(series.PlotCongestionWindow(), "window");
Save(series.PlotRoundTripTime(), "round-trip");

Console.WriteLine($"{Length} octets from {series.Connection}");
Console.WriteLine("samples.csv segments.csv sequence.svg loss.svg window.svg round-trip.svg, and each picture as .png");

static void Save(TcpPlot plot, string name)
{
    plot.Save($"{name}.svg");
    plot.Save($"{name}.png");
}
