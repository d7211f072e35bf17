using NetSim.Kernel;
using NetSim.Links;

namespace NetSim.Scenarios.Tcp;

internal static class DataRateExtensions
{
    /// <summary>How many full frames a path of that rate holds on the way there and back.</summary>
    public static int BandwidthDelayProduct(this DataRate rate, Duration roundTrip) =>
        (int)((Int128)rate.BitsPerSecond * roundTrip.Nanoseconds / 8_000_000_000 / BulkTransfer.FullFrame);
}
