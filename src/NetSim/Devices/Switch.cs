using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Switching;

namespace NetSim.Devices;

/// <summary>An Ethernet switch that learns which station is behind which port.</summary>
public sealed class Switch : Device
{
    private readonly MacRelay _relay;

    internal Switch(DeviceContext context, string name, int ports, MacRelayOptions options)
        : base(context, name)
    {
        _relay = new MacRelay(context.Simulation, options, Trace);
        for (var number = 1; number <= ports; number++)
            _relay.Attach(AddNetworkInterface($"Port {number}", context.NextPortAddress()));
    }

    /// <summary>The MAC table: which address is behind which port, the longest unseen first.</summary>
    public IEnumerable<(MacAddress Address, NetworkInterface Port)> MacTable => _relay.Table.Entries;

    private protected override string AdviceForMoreInterfaces => "Add the switch with more ports: AddSwitch(name, ports: 48).";

    /// <summary>A port by its number, from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The switch has no such port.</exception>
    public NetworkInterface Port(int number)
    {
        if (number < 1 || number > Interfaces.Count)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"{Name} has the ports 1 to {Interfaces.Count}.");
        return Interfaces[number - 1];
    }
}
