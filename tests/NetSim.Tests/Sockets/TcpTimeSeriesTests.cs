using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Sockets;
using NetSim.Topology;

namespace NetSim.Tests.Sockets;

public class TcpTimeSeriesTests
{
    [Fact]
    public void A_recorded_connection_starts_at_its_SYN_and_counts_from_0()
    {
        var (client, server) = Transfer(10_000, loses: _ => false);

        client.Connection.Should().Be("192.168.1.1:49152 → 192.168.1.2:80");
        client.Samples.Should().HaveSameCount(client.Segments);
        client.Segments.Take(3).Select(segment => (segment.IsSent, segment.Start, segment.End, segment.Acknowledgment, segment.FlagNames)).Should().Equal(
            (true, 0, 1, null, "SYN"),
            (false, 0, 1, 1, "SYN+ACK"),
            (true, 1, 1, 1, "ACK"));
        client.Samples.Take(3).Select(sample => (sample.SendUnacknowledged, sample.SendNext)).Should().Equal((0, 1), (1, 1), (1, 1));
        client.Samples[^1].SendUnacknowledged.Should().Be(10_002, "SYN and FIN are acknowledged too");
        client.Samples[^1].SendNext.Should().Be(10_002);
        client.Samples.Should().OnlyContain(sample => sample.SendUnacknowledged <= sample.SendNext && sample.SendNext <= sample.SendWindowEdge + 1);
        server.Segments.Where(segment => !segment.IsSent).Max(segment => segment.End).Should().Be(10_002);
        server.Samples[^1].ReceiveNext.Should().Be(10_002);
    }

    [Fact]
    public void A_lost_segment_is_seen_again_as_a_retransmission()
    {
        var isLost = false;
        var (client, server) = Transfer(20_000, loses: segment => !isLost && segment.Payload.Length > 0 && (isLost = true));

        var again = client.Segments.Where(segment => segment.IsRetransmission).ToList();
        again.Should().NotBeEmpty();
        again[0].Start.Should().Be(1, "the first segment with data was lost");
        client.Segments.First(segment => segment.Start == 1 && segment.End > 1).IsRetransmission.Should().BeFalse();
        server.Samples[^1].ReceiveNext.Should().Be(20_002);
    }

    [Fact]
    public void The_windows_and_timers_are_those_of_the_connection()
    {
        var (client, _) = Transfer(100_000, loses: _ => false);

        client.Samples.Max(sample => sample.CongestionWindow).Should().BeGreaterThan(client.Samples[3].CongestionWindow, "slow start opens it");
        client.Samples[^1].SmoothedRtt.Should().BeGreaterThan(Duration.Zero);
        client.Samples[^1].Rto.Should().BeGreaterThan(client.Samples[^1].SmoothedRtt);
        client.Samples.Max(sample => sample.OctetsInFlight).Should().BeGreaterThan(1_460);
        client.Samples[^1].OctetsInFlight.Should().Be(0);
    }

    [Fact]
    public void Sequence_numbers_go_on_past_their_wrap()
    {
        var view = new NetSim.Stack.Tcp.TcpSequenceView(new(uint.MaxValue), new(5), Una: 1L << 32, Nxt: (1L << 32) + 10, 0, 7, 0);

        view.Sent(new(uint.MaxValue)).Should().Be(1L << 32);
        view.Sent(new(9)).Should().Be((1L << 32) + 10);
        view.Sent(new(uint.MaxValue - 1)).Should().Be((1L << 32) - 1);
        view.Received(new(4)).Should().Be(-1);
    }

    [Fact]
    public void Both_tables_are_comma_separated_values_with_a_line_of_names()
    {
        var series = new TcpTimeSeries(new Simulation());
        series.Add(
            Segment(1_500.Milliseconds, isSent: true, 0, 1, TcpFlags.Syn, null),
            Sample(1_500.Milliseconds, ssthresh: null, una: 0, nxt: 1));
        series.Add(
            Segment(12_000_000_003, isSent: false, 0, 1, TcpFlags.Syn | TcpFlags.Ack, 1) with { Sacks = [new(2_921, 4_381), new(5_841, 7_301)] },
            Sample(12_000_000_003, ssthresh: 2_920, una: 1, nxt: 1));
        series.Add(
            Segment(13.Seconds, isSent: true, 1, 1_461, TcpFlags.Psh | TcpFlags.Ack, 1) with { IsRetransmission = true },
            Sample(13.Seconds, ssthresh: 2_920, una: 1, nxt: 1_461));

        Written(series.WriteSamples).Should().Be("""
            time_s,cwnd,ssthresh,in_flight,srtt_s,rto_s,snd_una,snd_nxt,snd_edge,rcv_nxt,rcv_edge
            1.500000000,14600,,1,0.000000000,1.000000000,0,1,0,1,65536
            12.000000003,14600,2920,0,0.000000000,1.000000000,1,1,1,1,65536
            13.000000000,14600,2920,1460,0.000000000,1.000000000,1,1461,1,1,65536

            """.ReplaceLineEndings("\n"));
        Written(series.WriteSegments).Should().Be("""
            time_s,direction,start,end,flags,retransmission,ack,sack
            1.500000000,sent,0,1,SYN,0,,
            12.000000003,received,0,1,SYN+ACK,0,1,2921-4381 5841-7301
            13.000000000,sent,1,1461,PSH+ACK,1,1,

            """.ReplaceLineEndings("\n"));
    }

    private static TcpSegmentRecord Segment(Duration time, bool isSent, long start, long end, TcpFlags flags, long? ack) => new()
    {
        Time = SimTime.At(time),
        IsSent = isSent,
        Start = start,
        End = end,
        Flags = flags,
        IsRetransmission = false,
        Acknowledgment = ack,
        Sacks = [],
    };

    private static TcpSegmentRecord Segment(long nanoseconds, bool isSent, long start, long end, TcpFlags flags, long? ack) =>
        Segment(new Duration(nanoseconds), isSent, start, end, flags, ack);

    private static TcpSample Sample(Duration time, int? ssthresh, long una, long nxt) => new()
    {
        Time = SimTime.At(time),
        CongestionWindow = 14_600,
        SlowStartThreshold = ssthresh,
        OctetsInFlight = (int)(nxt - una),
        SmoothedRtt = Duration.Zero,
        Rto = 1.Seconds,
        SendUnacknowledged = una,
        SendNext = nxt,
        SendWindowEdge = una,
        ReceiveNext = 1,
        ReceiveWindowEdge = 65_536,
    };

    private static TcpSample Sample(long nanoseconds, int? ssthresh, long una, long nxt) => Sample(new Duration(nanoseconds), ssthresh, una, nxt);

    private static string Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }

    /// <summary>Sends octets over a link that loses what it is told to; both ends recorded.</summary>
    private static (TcpTimeSeries Client, TcpTimeSeries Server) Transfer(int length, Func<TcpSegment, bool> loses)
    {
        var network = new Network(new NetworkOptions { Tracing = false });
        Host client = network.AddHost("Client", "192.168.1.1/24"), server = network.AddHost("Server", "192.168.1.2/24");
        network.Connect(client, server, new LinkOptions
        {
            PropagationDelay = 10.Milliseconds,
            Impairments = new LinkImpairments
            {
                Rule = frame => frame.Payload is Ipv4Packet { Payload: TcpSegment segment } && loses(segment) ? LinkFate.Drop : LinkFate.Deliver,
            },
        });
        return network.Run(async () =>
        {
            using var listener = server.Sockets.Listen(80);
            using var socket = client.Sockets.CreateTcpSocket();
            var sent = socket.Record();
            await socket.ConnectAsync(Ipv4EndPoint.Parse("192.168.1.2:80"));
            using var accepted = await listener.AcceptSocketAsync();
            var received = accepted.Record();
            var sending = socket.SendAsync(Payload.Zeros(length)).AsTask();
            for (var total = 0; total < length;)
                total += await accepted.ReceiveAsync(new byte[10_000]);
            await sending;
            socket.Close();
            accepted.Close();
            await network.Simulation.Delay(5.Seconds);
            return (sent, received);
        });
    }
}
