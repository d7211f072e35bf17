using System.Globalization;
using System.Text;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Links.Queueing;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Scenarios.Tcp;

/// <summary>Transfers of ten seconds over a link that loses and reorders: every octet arrives as it was sent, at a rate that models explain.</summary>
/// <remarks>
/// The link has 20 Mb/s and a queue of one bandwidth-delay product, 50 frames at least. It loses what the sender sends, as the models have it;
/// where it reorders, one frame in a hundred comes a quarter of the round-trip time later. The hosts have the profile of the RFCs, whose RTO is
/// never below a second.
/// </remarks>
public sealed class GoodputTableTests
{
    private static readonly DataRate Rate = DataRate.FromMegabitsPerSecond(20);
    private static readonly int[] RoundTrips = [1, 10, 50, 100, 200];          // ms
    private static readonly double[] Losses = [0, 0.001, 0.01, 0.02, 0.05];

    [Theory]
    [InlineData("reno")]
    [InlineData("cubic")]
    public void Goodput_is_that_of_the_model(string algorithm)
    {
        var cells = new List<Cell>();
        foreach (var reorders in new[] { false, true })
        {
            foreach (var roundTrip in RoundTrips)
                cells.AddRange(Losses.Select(loss => new Cell(algorithm, roundTrip, loss, reorders)));
        }

        Verify($"Goodput/{algorithm}.txt", cells);
    }

    [Fact]
    public void Goodput_of_algorithms_that_do_not_wait_for_losses_is_that_of_the_link()
    {
        Verify("Goodput/others.txt",
        [
            .. from roundTrip in (int[])[10, 50, 100] from loss in (double[])[0, 0.01] select new Cell("vegas", roundTrip, loss),
            .. from roundTrip in (int[])[1, 10, 50] select new Cell("dctcp", roundTrip, 0),
            .. from roundTrip in (int[])[10, 50, 100] from loss in (double[])[0, 0.01, 0.05] select new Cell("bbr", roundTrip, loss),
        ]);
    }

    private static void Verify(string name, List<Cell> cells)
    {
        var results = new BulkResult[cells.Count];
        Parallel.For(0, cells.Count, i => results[i] = cells[i].Transfer().Run());

        for (var i = 0; i < cells.Count; i++)
        {
            results[i].Received.Should().Be(results[i].Sent, $"{cells[i]}: every octet arrives");
            var (least, greatest) = cells[i].Bounds();
            (results[i].Goodput / cells[i].Model()).Should().BeInRange(least, greatest, $"that is sane for {cells[i]}");
        }

        Golden.Verify(name, Table(cells, results));
    }

    private static string Table(List<Cell> cells, BulkResult[] results)
    {
        var table = new StringBuilder("algorithm  reorders   RTT   loss   goodput     model  ratio  resent  D-SACKs\n");
        for (var i = 0; i < cells.Count; i++)
        {
            var (cell, result, model) = (cells[i], results[i], cells[i].Model());
            table.Append(CultureInfo.InvariantCulture,
                $"{cell.Algorithm,-9}  {(cell.Reorders ? "yes" : "no"),-8} {cell.RoundTrip,3} ms {cell.Loss * 100,4:0.0} %  {result.Goodput / 1e6,5:0.00} Mb/s {model / 1e6,5:0.00} Mb/s  {result.Goodput / model,4:0.00}  {result.Info.TotalRetransmissions,6}  {result.Info.DuplicateSacks,7}\n");
        }

        return table.ToString();
    }

    private sealed record Cell(string Algorithm, int RoundTrip, double Loss, bool Reorders = false)
    {
        /// <summary>Without a queue: propagation, and sending a full frame.</summary>
        private double RoundTripTime => (RoundTrip / 1e3) + (BulkTransfer.FullFrame * 8.0 / Rate.BitsPerSecond);

        public BulkTransfer Transfer() => new()
        {
            Rate = Rate,
            Rtt = RoundTrip.Milliseconds,
            Tcp = TcpProfile.Rfc with
            {
                CongestionControl = TcpCongestionControl.Find(Algorithm)!,
                Ecn = Algorithm == "dctcp" ? EcnMode.Request : EcnMode.Accept,
            },
            Impairments = new LinkImpairments { Loss = Loss, Reordering = Reorders ? new Reordering(0.01, RoundTrip.Milliseconds / 4) : null },
            // RFC 8257 §4.1 leaves K open; the paper's is a seventh of the bandwidth-delay product and more.
            QueueManagement = Algorithm == "dctcp" ? new ThresholdMarking(Math.Max(20, Rate.BandwidthDelayProduct(RoundTrip.Milliseconds) / 4)) : null,
        };

        /// <summary>The model's goodput, which the link bounds.</summary>
        public double Model()
        {
            var limit = GoodputModel.Limit(Rate);
            return Loss == 0 ? limit : Algorithm switch
            {
                "bbr" => limit * (1 - Loss), // loss is no signal: what is lost is sent again
                "cubic" => Math.Min(limit, GoodputModel.Cubic(RoundTripTime, Loss)),
                _ => Math.Min(limit, GoodputModel.NewReno(RoundTripTime, Loss)),
            };
        }

        /// <summary>Between what shares of the model's goodput the result is sane.</summary>
        public (double Least, double Greatest) Bounds()
        {
            // Slow start takes two of ten seconds at the longest round trip.
            if (Loss == 0)
                return (0.8, 1);
            // The models know neither timeouts nor the round trip that recovery takes. With windows of five segments both count, and of the
            // shortest round trips, a timeout costs a thousand.
            var least = Loss >= 0.05 && RoundTrip <= 10 ? 0.5 : 0.7;
            // The models hold after many losses. Before the first, some 1/p segments go at the rate of slow start, and from there each loss takes
            // but a part of the window.
            var losses = Loss * Model() * 10 / 8 / 1_448;
            return (least, losses < 20 ? 3 : 1.5);
        }
    }
}
