using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Devices;

/// <summary>A device of a network: a name, and interfaces that cables are plugged into.</summary>
public abstract class Device
{
    private readonly List<NetworkInterface> _interfaces = [];

    private protected Device(DeviceContext context, string name)
    {
        Context = context;
        Name = name;
        Trace = context.Trace?.AddDevice(name);
    }

    /// <summary>The name, which no other device of the network has.</summary>
    public string Name { get; }

    /// <summary>The interfaces, in the order in which they were added.</summary>
    public IReadOnlyList<NetworkInterface> Interfaces => _interfaces;

    private protected DeviceContext Context { get; }

    private protected DeviceTrace? Trace { get; }

    /// <summary>The first interface without a cable.</summary>
    /// <exception cref="InvalidOperationException">Every interface has one.</exception>
    public NetworkInterface FreeInterface() =>
        _interfaces.Find(candidate => candidate.Link is null) ?? throw new InvalidOperationException(
            $"{Name} has no interface without a cable: {(_interfaces.Count == 1 ? "its only one is" : $"all of its {_interfaces.Count} are")} in use. {AdviceForMoreInterfaces}");

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private protected abstract string AdviceForMoreInterfaces { get; }

    private protected NetworkInterface AddNetworkInterface(string name, MacAddress macAddress)
    {
        var added = new NetworkInterface(Context.Simulation, Name, name, macAddress, Context.Trace, Trace, _interfaces.Count);
        _interfaces.Add(added);
        return added;
    }
}
