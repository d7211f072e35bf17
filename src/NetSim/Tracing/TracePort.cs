using NetSim.Packets.Ethernet;

namespace NetSim.Tracing;

/// <summary>An end of a link as the trace knows it.</summary>
/// <param name="Device">The name of the device.</param>
/// <param name="Name">The name of the device's port or interface.</param>
/// <param name="MacAddress">Its MAC address.</param>
public sealed record TracePort(string Device, string Name, MacAddress MacAddress)
{
    /// <summary>Such as <c>Client FastEthernet0</c>.</summary>
    public override string ToString() => $"{Device} {Name}";
}
