using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

/// <summary>Acknowledgments for tests that hold a congestion control against single ones.</summary>
internal static class Acks
{
    /// <summary>One that lets the window grow.</summary>
    public static AckSample Of(int octets, SimTime now = default) => new()
    {
        Now = now,
        AcknowledgedOctets = octets,
        DeliveredOctets = octets,
        IsWindowLimited = true,
        MayGrow = true,
    };
}
