using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Sockets;

namespace NetSim.Scenarios.Tcp;

public sealed class BufferTuningTests
{
    [Theory]
    [InlineData("Rfc")]
    [InlineData("Linux")]
    public void A_sender_in_slow_start_is_not_held_up_by_the_receivers_buffer(string profile) // Fisk and Feng 2001
    {
        TcpTimeSeries? series = null;
        var transfer = new BulkTransfer
        {
            Tcp = Profiles.Find(profile),
            Rate = DataRate.FromMegabitsPerSecond(100),
            Rtt = 100.Milliseconds,
            Time = 2.Seconds,
            Impairments = LinkImpairments.None,
        };

        transfer.Run(socket => series = socket.Record());

        // Until the link is full, which is at a window of its bandwidth-delay product, 1.25 MB.
        var slowStart = series!.Samples.Where(sample => sample.SendUnacknowledged > 1).TakeWhile(sample => sample.CongestionWindow < 1_250_000).ToList();
        slowStart.Should().HaveCountGreaterThan(500);
        slowStart.Should().OnlyContain(sample => sample.SendWindowEdge - sample.SendUnacknowledged >= sample.CongestionWindow);
    }
}
