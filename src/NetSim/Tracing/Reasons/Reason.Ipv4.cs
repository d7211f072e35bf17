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
    public static readonly Reason Ipv4ChoosesSourceOfFirst = New("The packet's source is {0}, the address of {1}, by which the first of the equally good routes leads.");

    /// <summary>{0}: source, {1}: interface.</summary>
    public static readonly Reason Ipv4HasNoSource = New("{1} has no address yet: the packet's source is {0}.");

    /// <summary>{0}: destination, {1}: subnet.</summary>
    public static readonly Reason Ipv4SendsDirectly = New("{0} is in the interface's own subnet {1}: the next hop is the destination itself.");

    /// <summary>{0}: destination, {1}: the route's subnet, {2}: gateway, {3}: interface.</summary>
    public static readonly Reason Ipv4SendsToGateway = New("The longest matching route for {0} is {1}: the next hop is its gateway {2}, by {3}.");

    /// <summary>{0}: destination, {1}: the route's subnet, {2}: count, {3}: gateway, {4}: interface.</summary>
    public static readonly Reason Ipv4PicksEqualCost = New("The longest matching route for {0} is {1}, with {2} equally good next hops: the hash of the flow picks {3}, by {4}.");

    /// <summary>{0}: destination.</summary>
    public static readonly Reason Ipv4IsToForward = New("The destination {0} is not an address of this router: the packet is to be forwarded.");

    /// <summary>{0}: before, {1}: after.</summary>
    public static readonly Reason Ipv4LowersTtl = New("The router lowers the TTL from {0} to {1}.");

    /// <summary>{0}: source, {1}: next hop.</summary>
    public static readonly Reason Ipv4KnowsBetterHop = New("The packet leaves by the interface that it came in by: {0} could send to {1} itself, and is told so.");

    /// <summary>{0}: which, {1}: of how many, {2}: first octet, {3}: last octet.</summary>
    public static readonly Reason Ipv4SendsFragment = New("Fragment {0} of {1} holds octets {2} to {3} of the packet's payload.");

    /// <summary>{0}: destination, {1}: MTU.</summary>
    public static readonly Reason PathMtuLearned = New("The path to {0} carries packets of at most {1} octets: for the next 10 minutes, larger ones are cut on their way, or not sent where that is forbidden.");

    /// <summary>{0}: destination, {1}: gateway.</summary>
    public static readonly Reason RedirectFollowed = New("The gateway knows a better first hop: packets to {0} go to {1} from now on.");

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

    /// <summary>{0}: source, {1}: destination.</summary>
    public static readonly DropReason NotForwardable = New("A packet from {0} to {1} belongs on no other link: the router drops it. Nobody is told.");

    /// <summary>{0}: TTL, {1}: source.</summary>
    public static readonly DropReason TtlExpired = New("The packet's TTL is {0}: it cannot be forwarded. The router drops it, and its source {1} is to hear of it by ICMP Time Exceeded.");

    /// <summary>{0}: destination, {1}: source.</summary>
    public static readonly DropReason RouterHasNoRoute = New("No route leads to {0}: the router drops the packet, and its source {1} is to hear of it by ICMP Destination Unreachable.");

    /// <summary>{0}: destination, {1}: the route's subnet.</summary>
    public static readonly DropReason Blackhole = New("The longest matching route for {0} is {1}, a blackhole: the packet is dropped. Its sender is not told.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason DirectedBroadcast = New("{0} means every host of a subnet: routers do not let that in from outside (RFC 2644). The packet is dropped. Its sender is not told.");

    /// <summary>{0}: length, {1}: interface, {2}: MTU, {3}: source.</summary>
    public static readonly DropReason FragmentationForbidden = New("The packet takes {0} octets, {1} sends at most {2} (its MTU), and DF forbids to cut it: it is dropped, and its source {3} is to hear of the MTU by ICMP.");

    /// <summary>{0}: offset, {1}: source.</summary>
    public static readonly DropReason OptionsMalformed = New("The header's options make no sense at octet {0}: the packet is dropped, and its source {1} is to hear of it by ICMP Parameter Problem.");

    /// <summary>{0}: option, {1}: source.</summary>
    public static readonly DropReason SourceRouted = New("The packet wants to choose its own way ({0}), which this router refuses: it is dropped, and its source {1} is to hear of it by ICMP.");

    /// <summary>{0}: length.</summary>
    public static readonly DropReason LargerThanPacket = New("The packet would take {0} octets, and IPv4 allows 65535: it is dropped, and the application is told.");

    /// <summary>{0}: protocol number.</summary>
    public static readonly DropReason UnknownProtocol = New("No protocol of this host has the number {0}: the packet is dropped, and its source is to hear of it by ICMP.");

    /// <summary>{0}: destination.</summary>
    public static readonly DropReason NoRoute = New("No route leads to {0}: the packet is dropped, and the application is told that the network is unreachable.");

    /// <summary>{0}: length, {1}: path MTU, {2}: destination.</summary>
    public static readonly DropReason LargerThanPathMtu = New("The packet takes {0} octets, DF forbids to cut it, and the path to {2} is known to carry at most {1}: it is dropped, and the application is told.");

    /// <summary>{0}: length, {1}: MTU, {2}: interface.</summary>
    public static readonly DropReason LargerThanMtu = New("The packet takes {0} octets, {2} sends at most {1} (its MTU), and DF forbids to cut it: it is dropped, and the application is told.");
}
