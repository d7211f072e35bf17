using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Devices;

/// <summary>What the devices of one network share.</summary>
internal sealed class DeviceContext(Simulation simulation, Trace? trace)
{
    // Ports of switches are numbered apart, so that the stations of a small network have small numbers.
    private const long FirstPortNumber = 1L << 32;

    private readonly Dictionary<Ipv4Address, string> _owners = []; // of fixed addresses, for look-up
    private long _stations;
    private long _ports;

    public Simulation Simulation { get; } = simulation;

    /// <summary>The network's trace, or null where nothing is traced.</summary>
    public Trace? Trace { get; } = trace;

    /// <summary>Refuses a fixed address that another device has.</summary>
    /// <exception cref="ArgumentException">The address is taken.</exception>
    public void EnsureFree(string device, Ipv4Address address)
    {
        if (_owners.TryGetValue(address, out var owner))
            throw new ArgumentException($"{device}: {owner} has the address {address} already. Choose another.", nameof(address));
    }

    /// <summary>Gives a fixed address to a device.</summary>
    /// <exception cref="ArgumentException">The address is taken.</exception>
    public void Claim(string device, Ipv4Address address)
    {
        EnsureFree(device, address);
        _owners.Add(address, device);
    }

    /// <summary>The next MAC address of a station: 02:00:00:00:00:01 and so on.</summary>
    public MacAddress NextStationAddress() => MacAddress.FromNumber(++_stations);

    /// <summary>The next MAC address of a switch's port: 02:01:00:00:00:01 and so on.</summary>
    public MacAddress NextPortAddress() => MacAddress.FromNumber(FirstPortNumber + ++_ports);
}
