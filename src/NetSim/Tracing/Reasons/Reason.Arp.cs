namespace NetSim.Tracing;

/// <content>ARP.</content>
public partial class Reason
{
    /// <summary>{0}: next hop, {1}: its MAC address.</summary>
    public static readonly Reason ArpHit = New("The next hop {0} is in the ARP cache as {1}: the frame is addressed to it.");

    /// <summary>{0}: next hop, {1}: place in the queue.</summary>
    public static readonly Reason ArpMiss = New("The next hop {0} is not in the ARP cache: the packet waits while ARP asks for its MAC address.");

    /// <summary>{0}: next hop, {1}: place in the queue.</summary>
    public static readonly Reason ArpStillWaits = New("ARP has asked for {0} already: the packet waits for the answer at place {1}.");

    /// <summary>{0}: address, {1}: try, {2}: tries.</summary>
    public static readonly Reason ArpRequests = New("ARP asks every station of the link who has {0}: the request is broadcast (try {1} of {2}).");

    /// <summary>{0}: own address.</summary>
    public static readonly Reason ArpIsAskedForMe = New("ARP is asked for {0}, this interface's own address.");

    /// <summary>{0}: address, {1}: MAC address, {2}: time.</summary>
    public static readonly Reason ArpLearnsAsker = New("The asker will be spoken to soon: ARP keeps {0} as {1} in its cache for {2}.");

    /// <summary>{0}: address, {1}: MAC address, {2}: time.</summary>
    public static readonly Reason ArpLearnsAnswer = New("This is the answer that ARP waits for: it keeps {0} as {1} in its cache for {2}.");

    /// <summary>{0}: address, {1}: MAC address.</summary>
    public static readonly Reason ArpRefreshesSender = New("The sender {0} is in the ARP cache: its entry is now {1} and its age starts again.");

    /// <summary>{0}: own address, {1}: own MAC address, {2}: the asker's.</summary>
    public static readonly Reason ArpReplies = New("ARP answers that {0} is at {1}. The reply goes to the asker alone, {2}, whose address the request told.");

    /// <summary>{0}: number of packets, {1}: address.</summary>
    public static readonly Reason ArpReleases = New("{0:packet that waited for|packets that waited for} {1} can be sent now.");

    /// <summary>{0}: next hop, {1}: its MAC address.</summary>
    public static readonly Reason ArpWaited = New("ARP has learned that the next hop {0} is at {1}: the packet that waited is sent in a frame addressed to it.");

    /// <summary>{0}: address, {1}: try, {2}: tries.</summary>
    public static readonly Reason ArpProbes = New("Before the host uses {0}, ARP asks whether another host has it (probe {1} of {2}). The sender address is 0.0.0.0, so that nobody learns it yet.");

    /// <summary>{0}: own address, {1}: own MAC address, {2}: number, {3}: how many.</summary>
    public static readonly Reason ArpAnnounces = New("ARP tells every station of the link that {0} is at {1} now (announcement {2} of {3}): who has an old entry corrects it.");

    /// <summary>{0}: own address, {1}: place in the queue.</summary>
    public static readonly Reason ArpStillProbes = New("ARP still asks whether another host has {0}: the packet waits at place {1} until the host may use the address.");

    /// <summary>{0}: the other's MAC address, {1}: address.</summary>
    public static readonly Reason ArpFindsOwner = New("{0} has the address {1}, which this host is about to use: it is a conflict, and this host does not use the address.");

    /// <summary>{0}: the other's MAC address, {1}: address.</summary>
    public static readonly Reason ArpFindsProber = New("{0} is about to use the address {1} too: it is a conflict, and this host does not use the address.");

    /// <summary>{0}: the other's MAC address, {1}: own address.</summary>
    public static readonly Reason ArpFindsConflict = New("{0} uses {1}, this interface's own address: two hosts of the link have the same address. One must be given another.");

    /// <summary>{0}: own address, {1}: own MAC address.</summary>
    public static readonly Reason ArpDefends = New("ARP defends {0}: it tells every station of the link that the address is at {1}, and keeps it.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason ArpIsProxyFor = New("The router reaches {0} by another interface: it answers as proxy in the place of that host.");

    /// <summary>{0}: address, {1}: own MAC address, {2}: the asker's.</summary>
    public static readonly Reason ArpRepliesAsProxy = New("ARP answers {2} that {0} is at {1}, the router's own MAC address: the packets for {0} come here to be forwarded.");
}

/// <content>ARP.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: the malformed PDU.</summary>
    public static readonly DropReason Malformed = New("The octets are no valid PDU ({0}): it is dropped. Its sender is not told.");

    /// <summary>{0}: target address.</summary>
    public static readonly DropReason ArpNotForMe = New("ARP is about {0}, which is not this interface's address: it does not answer.");

    /// <summary>{0}: sender address.</summary>
    public static readonly DropReason ArpNotAsked = New("ARP did not ask for {0}: it ignores the reply.");

    /// <summary>{0}: operation.</summary>
    public static readonly DropReason ArpUnknownOperation = New("ARP knows no operation {0}: it ignores the packet.");

    /// <summary>{0}: address, {1}: limit.</summary>
    public static readonly DropReason ArpQueueFull = New("{1:packet waits|packets wait} for {0} already: the oldest is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: next hop, {1}: limit.</summary>
    public static readonly DropReason ArpCacheFull = New("ARP asks for {1:address|addresses} already and has no room for {0}: the packet is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: address, {1}: tries.</summary>
    public static readonly DropReason ArpUnresolved = New("Nobody answered for {0} after {1:request|requests}: the packet is dropped, and its sender is to hear that the host is unreachable.");

    /// <summary>{0}: the other's MAC address, {1}: own address, {2}: interval.</summary>
    public static readonly DropReason ArpConflictAgain = New("{0} uses {1}, this interface's own address. It was defended less than {2} ago: ARP keeps the address, and says nothing, for two hosts could dispute for ever.");

    /// <summary>{0}: address.</summary>
    public static readonly DropReason ArpProbesItself = New("ARP still asks whether another host has {0}: it does not answer for it yet.");

    /// <summary>{0}: address, {1}: limit.</summary>
    public static readonly DropReason ArpProbeQueueFull = New("{1:packet waits|packets wait} until {0} may be used: the oldest is dropped. Its sender is not told and may try again.");

    /// <summary>{0}: address.</summary>
    public static readonly DropReason ArpAddressLost = New("The host does not get, or no longer has, the address {0}: the packet that waited for it is dropped, and its sender is told.");

    /// <summary>{0}: address.</summary>
    public static readonly DropReason ArpNotYetOwn = New("ARP still asks whether another host has {0}: nothing is broadcast from it. The sender is not told and may try again.");
}
