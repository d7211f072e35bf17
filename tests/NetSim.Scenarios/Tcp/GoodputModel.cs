using NetSim.Links;

namespace NetSim.Scenarios.Tcp;

/// <summary>What published models say of the goodput of one long transfer.</summary>
internal static class GoodputModel
{
    private const double SegmentSize = 1_448; // with timestamps

    /// <summary>The greatest goodput of a link: what its full frames hold.</summary>
    public static double Limit(DataRate rate) => rate.BitsPerSecond * SegmentSize / BulkTransfer.FullFrame;

    /// <summary>Mathis et al. 1997: a window of √(3/2p) segments each round trip, where each octet is counted however seldom acknowledgments come.</summary>
    public static double NewReno(double roundTrip, double loss) => Bits(RenoWindow(loss), roundTrip);

    /// <summary>RFC 9438 §5.1, with C = 0.4 and beta of 0.7, and no less than Reno's (§4.3).</summary>
    public static double Cubic(double roundTrip, double loss)
    {
        var window = Math.Pow(0.4 * (3 + 0.7) / (4 * (1 - 0.7)), 0.25) * Math.Pow(roundTrip / loss, 0.75);
        return Bits(Math.Max(window, RenoWindow(loss)), roundTrip);
    }

    private static double RenoWindow(double loss) => Math.Sqrt(1.5 / loss);

    private static double Bits(double window, double roundTrip) => window * SegmentSize * 8 / roundTrip;
}
