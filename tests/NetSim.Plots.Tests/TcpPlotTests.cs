using System.Buffers.Binary;
using System.Xml.Linq;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Sockets;
using NetSim.Topology;

namespace NetSim.Plots.Tests;

public class TcpPlotTests
{
    private static readonly TcpTimeSeries _series = Transfer(loss: true);

    public static TheoryData<Func<TcpTimeSeries, TcpPlotOptions?, TcpPlot>, string[]> Graphs => new()
    {
        { TcpTimeSeriesPlots.PlotTimeSequence, ["Time (s)", "Sequence number (octets)", "segment", "retransmission", "acknowledged", "selectively acknowledged", "window edge"] },
        { TcpTimeSeriesPlots.PlotCongestionWindow, ["Octets", "cwnd", "ssthresh", "in flight", "retransmission"] },
        { TcpTimeSeriesPlots.PlotRoundTripTime, ["Round-trip time (ms)", "Retransmission timeout (ms)", "measured", "SRTT", "RTO (right axis)"] },
    };

    [Theory]
    [MemberData(nameof(Graphs), DisableDiscoveryEnumeration = true)]
    public void The_SVG_is_well_formed_and_says_what_it_shows(Func<TcpTimeSeries, TcpPlotOptions?, TcpPlot> plot, string[] texts)
    {
        var svg = XDocument.Parse(plot(_series, null).ToSvg(800, 500));

        var root = svg.Root!;
        root.Name.LocalName.Should().Be("svg");
        root.Attribute("width")!.Value.Should().Be("800");
        root.Attribute("height")!.Value.Should().Be("500");
        root.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim()).Should().Contain(texts);
    }

    [Theory]
    [MemberData(nameof(Graphs), DisableDiscoveryEnumeration = true)]
    public void The_same_series_gives_the_same_octets(Func<TcpTimeSeries, TcpPlotOptions?, TcpPlot> plot, string[] texts)
    {
        var first = plot(_series, null);

        texts.Should().NotBeEmpty();
        first.ToSvg().Should().Be(first.ToSvg(), "drawing changes nothing").And.Be(plot(Transfer(loss: true), null).ToSvg());
        first.ToPng().Should().Equal(plot(_series, null).ToPng());
        first.ToSvg().Should().NotBe(plot(Transfer(loss: false), null).ToSvg());
    }

    [Fact]
    public void The_PNG_has_the_size_that_was_asked_for()
    {
        var png = _series.PlotCongestionWindow().ToPng(640, 360);

        png.AsSpan(0, 8).ToArray().Should().Equal(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).Should().Be(640); // IHDR: width and height follow its length and type
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)).Should().Be(360);
    }

    [Fact]
    public void A_graph_of_a_part_of_the_time_shows_less()
    {
        var whole = _series.PlotTimeSequence().ToSvg();
        var part = _series.PlotTimeSequence(new TcpPlotOptions { Title = "The start", To = SimTime.At(100.Milliseconds) }).ToSvg();

        part.Length.Should().BeLessThan(whole.Length);
        part.Should().Contain("The start");
    }

    [Fact]
    public void What_was_received_can_be_drawn_too() =>
        _series.PlotTimeSequence(new TcpPlotOptions { ShowsReceived = true }).ToSvg().Should().NotBe(_series.PlotTimeSequence().ToSvg());

    [Fact]
    public void An_empty_series_gives_an_empty_graph()
    {
        var network = new Network();
        using var socket = network.AddHost("Client", "192.168.1.1/24").Sockets.CreateTcpSocket();
        var series = socket.Record();

        XDocument.Parse(series.PlotTimeSequence().ToSvg()).Root.Should().NotBeNull();
        series.PlotCongestionWindow().ToPng().Should().NotBeEmpty();
        series.PlotRoundTripTime().ToPng().Should().NotBeEmpty();
    }

    [Fact]
    public void A_file_is_written_in_the_format_that_its_name_says()
    {
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var plot = _series.PlotRoundTripTime();
            plot.Save(Path.Combine(folder, "a.svg"));
            plot.Save(Path.Combine(folder, "a.png"));
            File.ReadAllText(Path.Combine(folder, "a.svg")).Should().Be(plot.ToSvg());
            File.ReadAllBytes(Path.Combine(folder, "a.png")).Should().Equal(plot.ToPng());
            var other = () => plot.Save(Path.Combine(folder, "a.jpg"));
            other.Should().Throw<ArgumentException>().WithMessage("*End it in .svg or .png*");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A transfer in which the fifth segment with data is lost, or none.</summary>
    private static TcpTimeSeries Transfer(bool loss)
    {
        var network = new Network(new NetworkOptions { Tracing = false });
        var (client, server) = (network.AddHost("Client", "192.168.1.1/24"), network.AddHost("Server", "192.168.1.2/24"));
        var count = 0;
        network.Connect(client, server, new LinkOptions
        {
            DataRate = DataRate.FromMegabitsPerSecond(10),
            PropagationDelay = 10.Milliseconds,
            Impairments = new LinkImpairments
            {
                Rule = frame => frame.Payload is Ipv4Packet { Payload: TcpSegment { Payload.IsEmpty: false } } && ++count == 5 && loss ? LinkFate.Drop : LinkFate.Deliver,
            },
        });
        return network.Run(async () =>
        {
            using var listener = server.Sockets.Listen(80);
            using var socket = client.Sockets.CreateTcpSocket();
            var series = socket.Record();
            await socket.ConnectAsync(Ipv4EndPoint.Parse("192.168.1.2:80"));
            using var accepted = await listener.AcceptSocketAsync();
            var sending = socket.SendAsync(Payload.Zeros(100_000)).AsTask();
            for (var received = 0; received < 100_000;)
                received += await accepted.ReceiveAsync(new byte[20_000]);
            await sending;
            return series;
        });
    }
}
