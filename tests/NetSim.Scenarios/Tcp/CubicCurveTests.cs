using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Sockets;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Scenarios.Tcp;

/// <summary>CUBIC's window in the machine, over a path of 100 ms that is never full.</summary>
public sealed class CubicCurveTests
{
    private const double SegmentSize = 1_448;

    [Fact]
    public void After_a_loss_the_window_follows_the_cubic_curve() // RFC 9438 §4.2, §4.6
    {
        TcpTimeSeries? series = null;
        var isLost = false;
        bool Loses(TcpSegment segment) =>
            !isLost && segment.Payload.Length > 0 && series!.Samples[^1].CongestionWindow > 300 * SegmentSize && (isLost = true);
        var transfer = new BulkTransfer
        {
            Rate = DataRate.FromMegabitsPerSecond(200), // 1,600 segments a round trip
            Rtt = 100.Milliseconds,
            Time = 12.Seconds,
            Tcp = TcpProfile.Rfc with { CongestionControl = TcpCongestionControl.Cubic },
            Impairments = new LinkImpairments
            {
                Rule = frame => frame.Payload is Ipv4Packet { Payload: TcpSegment segment } && Loses(segment) ? LinkFate.Drop : LinkFate.Deliver,
            },
        };

        var result = transfer.Run(socket => series = socket.Record());

        result.Info.TotalRetransmissions.Should().Be(1);
        var segments = series!.Segments.ToList();
        var resent = segments.FindIndex(segment => segment.IsRetransmission);
        var recovered = series.Samples.ToList().FindIndex(resent, sample => sample.SendUnacknowledged >= series.Samples[resent].SendNext);
        var start = series.Samples[recovered].Time;
        var least = series.Samples[recovered].CongestionWindow / SegmentSize;
        var greatest = least / 0.7; // W_max: beta_cubic is 0.7
        least.Should().BeGreaterThan(200);
        var k = Math.Cbrt(greatest * 0.3 / 0.4);
        foreach (var sample in series.Samples.Skip(recovered).Where(sample => sample.Time < start + 9.Seconds))
        {
            // The window is on its way to where the curve is a round trip later (§4.2).
            var t = (sample.Time - start).TotalSeconds + 0.1;
            var curve = (0.4 * Math.Pow(t - k, 3)) + greatest;
            (sample.CongestionWindow / SegmentSize).Should().BeInRange(curve * 0.97, curve * 1.03, $"at {t} s, two per cent being what the curve rises in a round trip");
        }
    }
}
