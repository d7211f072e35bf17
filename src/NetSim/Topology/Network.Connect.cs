using System.Runtime.CompilerServices;
using NetSim.Devices;
using NetSim.Links;

namespace NetSim.Topology;

/// <content>Cables.</content>
public sealed partial class Network
{
    /// <summary>Plugs a cable between the first free interfaces of two devices.</summary>
    /// <remarks>One device at a switch is meant too: it gets this one cable, and the caller its link.</remarks>
    /// <exception cref="InvalidOperationException">A device has no free interface, or is not of this network.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    [OverloadResolutionPriority(1)]
    public Link Connect(Device first, Device second, LinkOptions? options = null)
    {
        EnsureMember(first);
        EnsureMember(second);
        if (ReferenceEquals(first, second))
            throw new InvalidOperationException($"{first} cannot be connected to itself. Connect it to another device.");
        var (firstEnd, secondEnd) = InterfacesBetween(first, second);
        return Connect(firstEnd, secondEnd, options);
    }

    /// <summary>Plugs a cable between two interfaces.</summary>
    /// <exception cref="InvalidOperationException">An interface has a cable already, or is not of this network.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Link Connect(NetworkInterface first, NetworkInterface second, LinkOptions? options = null)
    {
        EnsureMember(first);
        EnsureMember(second);
        var link = new Link(first, second, options);
        _links.Add(link);
        return link;
    }

    /// <summary>Plugs a cable from a switch to each of several devices, in order: the first to the first free port, and so on.</summary>
    /// <exception cref="InvalidOperationException">The switch has too few free ports, or a device has no free interface or is not of this network.</exception>
    public IReadOnlyList<Link> Connect(Switch @switch, params ReadOnlySpan<Device> devices)
    {
        var links = new List<Link>(devices.Length);
        foreach (var device in devices)
            links.Add(Connect(@switch, device, options: null));
        return links;
    }

    /// <summary>The cable of a device with one interface that has one, plugged in or not.</summary>
    /// <exception cref="InvalidOperationException">The device has no cable, or several.</exception>
    public Link CableOf(Device device)
    {
        EnsureMember(device);
        var cables = _links.FindAll(link => link.First.Device == device.Name || link.Second.Device == device.Name);
        return cables.Count == 1 ? cables[0] : throw new InvalidOperationException(
            $"{device} has {cables.Count} cables. {(cables.Count == 0 ? "Connect it first." : "Say which one: take the Link that Connect returned, or look in Links.")}");
    }

    /// <summary>Free interfaces of one subnet, where both devices have such; else the first free ones.</summary>
    private static (NetworkInterface First, NetworkInterface Second) InterfacesBetween(Device first, Device second)
    {
        if (first is Host one && second is Host other)
        {
            foreach (var mine in one.Stack.Ipv4.Interfaces.Where(candidate => candidate.NetworkInterface.Link is null))
            {
                foreach (var yours in other.Stack.Ipv4.Interfaces.Where(candidate => candidate.NetworkInterface.Link is null))
                {
                    if (yours.Address is { } address && mine.IsOnLink(address.Address))
                        return (mine.NetworkInterface, yours.NetworkInterface);
                }
            }
        }

        return (first.FreeInterface(), second.FreeInterface());
    }

    private void EnsureMember(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!_devices.TryGetValue(device.Name, out var member) || !ReferenceEquals(member, device))
            throw new InvalidOperationException($"{device} is not a device of this network. Add it to the network that it is to be connected in.");
    }

    private void EnsureMember(NetworkInterface networkInterface)
    {
        ArgumentNullException.ThrowIfNull(networkInterface);
        if (!_devices.TryGetValue(networkInterface.Device, out var member) || !member.Interfaces.Contains(networkInterface))
            throw new InvalidOperationException($"{networkInterface} is not an interface of this network. Connect devices that were added to the same network.");
    }
}
