namespace NetSim.Tracing;

/// <content>Fragments of IPv4 packets.</content>
public partial class Reason
{
    /// <summary>{0}: length, {1}: MTU, {2}: interface, {3}: count of fragments.</summary>
    public static readonly Reason Ipv4Fragments = New("The packet takes {0} octets and {2} sends at most {1} (its MTU): IPv4 sends it in {3:fragment|fragments}.");

    /// <summary>{0}: identification, {1}: first octet, {2}: last octet.</summary>
    public static readonly Reason FragmentKept = New("The fragment holds octets {1} to {2} of packet {0}: IPv4 keeps it until the rest has come.");

    /// <summary>{0}: identification, {1}: count of fragments, {2}: octets.</summary>
    public static readonly Reason FragmentsComplete = New("Nothing of packet {0} is missing any more: IPv4 puts {1:fragment|fragments} together to {2:octet|octets}.");
}

/// <content>Fragments of IPv4 packets.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: identification, {1}: offset.</summary>
    public static readonly DropReason FragmentEmpty = New("The fragment of packet {0} at offset {1} carries no octets: it is dropped. Its sender is not told.");

    /// <summary>{0}: identification, {1}: length.</summary>
    public static readonly DropReason FragmentLengthOdd = New("More of packet {0} is to follow, but no fragment can start behind this one's {1:octet|octets}, no multiple of 8: it is dropped. Its sender is not told.");

    /// <summary>{0}: identification, {1}: length.</summary>
    public static readonly DropReason FragmentPastMaximum = New("Packet {0} would take at least {1} octets, more than the 65535 that IPv4 allows: the fragment is dropped. Its sender is not told.");

    /// <summary>{0}: identification, {1}: first octet, {2}: last octet.</summary>
    public static readonly DropReason FragmentDuplicate = New("Octets {1} to {2} of packet {0} are there already, and the same: this copy is dropped. Nothing is lost.");

    /// <summary>{0}: identification, {1}: first octet, {2}: last octet.</summary>
    public static readonly DropReason FragmentsOverlap = New("Octets {1} to {2} overlap others of packet {0}: which ones count could be an attacker's choice, so the whole packet is given up. Its sender is not told.");

    /// <summary>{0}: identification, {1}: one end, {2}: the other.</summary>
    public static readonly DropReason FragmentsContradictEnd = New("Packet {0} cannot end at both {1} and {2} octets: the whole packet is given up. Its sender is not told.");

    /// <summary>{0}: identification.</summary>
    public static readonly DropReason FragmentsContradictEcn = New("Some fragments of packet {0} are ECN-capable and some are not: what the network meant is lost, so the whole packet is given up. Its sender is not told.");

    /// <summary>{0}: identification.</summary>
    public static readonly DropReason FragmentOfGivenUp = New("Packet {0} was given up because its fragments did not fit together: this one is dropped too. Its sender is not told.");

    /// <summary>{0}: identification, {1}: the time, {2}: count of fragments.</summary>
    public static readonly DropReason ReassemblyTimedOut = New("Packet {0} is not complete after {1}: IPv4 drops the {2:fragment|fragments} that came, and tells the sender by ICMP Time Exceeded.");

    /// <summary>{0}: identification, {1}: the time, {2}: count of fragments.</summary>
    public static readonly DropReason ReassemblyTimedOutWithoutStart = New("Packet {0} is not complete after {1}: IPv4 drops the {2:fragment|fragments} that came. The first did not, so its sender is not told.");

    /// <summary>{0}: identification, {1}: the limit.</summary>
    public static readonly DropReason TooManyReassemblies = New("{1:packet is|packets are} incomplete, as many as IPv4 keeps: it drops what came of packet {0}, the oldest. Its sender is not told.");

    /// <summary>{0}: identification, {1}: the limit.</summary>
    public static readonly DropReason ReassemblyMemoryFull = New("Fragments may take {1:octet|octets} of memory: IPv4 drops what came of packet {0}, the oldest. Its sender is not told.");
}
