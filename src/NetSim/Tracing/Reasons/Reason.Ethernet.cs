namespace NetSim.Tracing;

/// <content>A host's NIC.</content>
public partial class Reason
{
    /// <summary>{0}: protocol, {1}: EtherType.</summary>
    public static readonly Reason NicSeesOwnAddress = New("The destination MAC is the NIC's own: the frame's payload goes to {0} (EtherType {1}).");

    /// <summary>{0}: protocol, {1}: EtherType.</summary>
    public static readonly Reason NicSeesBroadcast = New("The destination MAC is the broadcast address: every NIC takes the frame. Its payload goes to {0} (EtherType {1}).");

    /// <summary>{0}: own address.</summary>
    public static readonly Reason NicWritesSource = New("The frame's source is the NIC's own address, {0}.");
}

/// <content>A host's NIC.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: destination, {1}: own address.</summary>
    public static readonly DropReason NotForThisNic = New("The destination MAC {0} is neither the NIC's own {1} nor the broadcast address: the NIC drops the frame. Its sender is not told.");

    /// <summary>{0}: EtherType.</summary>
    public static readonly DropReason UnknownEtherType = New("No protocol of this host takes EtherType {0}: the frame is dropped. Its sender is not told.");
}
