using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Devices;

/// <summary>What the devices of one network share.</summary>
internal sealed class DeviceContext(Simulation simulation, Trace? trace)
{
    // Ports of switches are numbered apart, so that the stations of a small network have small numbers.
    private const long FirstPortNumber = 1L << 32;

    private long _stations;
    private long _ports;

    public Simulation Simulation { get; } = simulation;

    /// <summary>The network's trace, or null where nothing is traced.</summary>
    public Trace? Trace { get; } = trace;

    /// <summary>The next MAC address of a station: 02:00:00:00:00:01 and so on.</summary>
    public MacAddress NextStationAddress() => MacAddress.FromNumber(++_stations);

    /// <summary>The next MAC address of a switch's port: 02:01:00:00:00:01 and so on.</summary>
    public MacAddress NextPortAddress() => MacAddress.FromNumber(FirstPortNumber + ++_ports);
}
