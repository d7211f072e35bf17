namespace NetSim.Tracing;

/// <content>IPv4.</content>
public partial class Reason
{
    /// <summary>{0}: destination, {1}: protocol, {2}: protocol number.</summary>
    public static readonly Reason Ipv4SeesOwnAddress = New("The destination {0} is this device's own address: the packet goes up to {1} (protocol {2}).");

    /// <summary>{0}: destination, {1}: protocol, {2}: protocol number.</summary>
    public static readonly Reason Ipv4SeesBroadcast = New("The destination {0} is a broadcast address: every host takes the packet. It goes up to {1} (protocol {2}).");

    /// <summary>{0}: source, {1}: interface.</summary>
    public static readonly Reason Ipv4ChoosesSource = New("The packet's source is {0}, the address of {1}, by which it leaves.");

    /// <summary>{0}: source, {1}: interface.</summary>
    public static readonly Reason Ipv4HasNoSource = New("{1} has no address yet: the packet's source is {0}.");

    /// <summary>{0}: destination, {1}: subnet.</summary>
    public static readonly Reason Ipv4SendsDirectly = New("{0} is in the interface's own subnet {1}: the next hop is the destination itself.");

    /// <summary>{0}: destination, {1}: the route's subnet, {2}: gateway.</summary>
    public static readonly Reason Ipv4SendsToGateway = New("{0} is in none of the host's own subnets; the longest matching route is {1}: the next hop is its gateway {2}.");

    /// <summary>{0}: destination, {1}: interface.</summary>
    public static readonly Reason Ipv4Broadcasts = New("{0} is a broadcast address: the packet goes to every host on the link of {1}, with no next hop to look up.");

    /// <summary>{0}: destination, {1}: MAC address.</summary>
    public static readonly Reason Ipv4SendsToKnownMac = New("{0} cannot answer ARP yet: the packet goes to the MAC address {1} that the request told.");

    /// <summary>{0}: destination, {1}: interface.</summary>
    public static readonly Reason Ipv4SendsByInterface = New("The packet to {0} must leave by {1}: the next hop is the destination itself.");

    /// <summary>{0}: destination.</summary>
    public static readonly Reason Ipv4SendsToSelf = New("{0} is this device's own address: the packet never leaves it, and comes in again at once.");

    /// <summary>{0}: MAC address.</summary>
    public static readonly Reason FrameIsBroadcast = New("The frame is addressed to every station of the link, {0}: a broadcast needs no ARP.");

    /// <summary>{0}: MAC address.</summary>
    public static readonly Reason FrameIsUnicast = New("The frame is addressed to {0}.");
}

/// <content>IPv4.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: destination.</summary>
    public static readonly DropReason NotForThisHost = New("The destination {0} is not an address of this host, and a host does not forward: the packet is dropped. Its sender is not told.");

    /// <summary>{0}: source.</summary>
    public static readonly DropReason SourceNotUnicast = New("The source {0} is no address that a host can have: the packet is dropped. Nobody is told.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason LoopbackOnLink = New("The destination {0} is a loopback address, which no packet on a link may have: the packet is dropped. Nobody is told.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason NotForEveryHost = New("The frame is for every station, but the destination {0} is not for every host: the packet is dropped. Nobody is told.");

    /// <summary>{0}: identification, {1}: offset.</summary>
    public static readonly DropReason FragmentRefused = New("The packet is a fragment (identification {0}, offset {1}), and this host puts none together: it is dropped. Its sender is not told.");

    /// <summary>{0}: protocol number.</summary>
    public static readonly DropReason UnknownProtocol = New("No protocol of this host has the number {0}: the packet is dropped. Its sender is not told.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason NoRoute = New("No route leads to {0}: the packet is dropped, and the application is told that the network is unreachable.");

    /// <summary>{0}: length, {1}: MTU, {2}: interface.</summary>
    public static readonly DropReason LargerThanMtu = New("The packet takes {0} octets and {2} sends at most {1} (its MTU): it is dropped, and the application is told.");
}
