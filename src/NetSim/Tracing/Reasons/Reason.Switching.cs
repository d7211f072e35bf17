namespace NetSim.Tracing;

/// <content>Switches.</content>
public partial class Reason
{
    /// <summary>{0}: address, {1}: port.</summary>
    public static readonly Reason SwitchLearns = New("The frame's source {0} is new: the switch learns it on {1}.");

    /// <summary>{0}: address, {1}: port.</summary>
    public static readonly Reason SwitchRefreshes = New("The frame's source {0} is known on {1}: the entry's age starts again.");

    /// <summary>{0}: address, {1}: port.</summary>
    public static readonly Reason SwitchMoves = New("The frame's source {0} was known on another port: the switch moves the entry to {1}.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason SwitchTableFull = New("The frame's source {0} is new, but the MAC table is full: the switch does not learn it, and will flood what is sent to it.");

    /// <summary>{0}: address, {1}: port.</summary>
    public static readonly Reason SwitchKnowsDestination = New("The destination {0} is in the MAC table, on {1}: the switch forwards the frame there alone.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason SwitchMissesDestination = New("The destination {0} is not in the MAC table: the switch floods the frame.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason SwitchSeesBroadcast = New("The destination {0} is the broadcast address: the switch floods the frame.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason SwitchSeesMulticast = New("The destination {0} is a group's address: the switch floods the frame.");

    /// <summary>{0}: port.</summary>
    public static readonly Reason SwitchForwards = New("The switch sends the same frame out of {0}.");

    /// <summary>{0}: number of ports, {1}: their names.</summary>
    public static readonly Reason SwitchFloods = New("The switch sends the same frame out of {0:port|ports}: {1}.");
}

/// <content>Switches.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: address.</summary>
    public static readonly DropReason GroupSource = New("The frame's source {0} is a group's address, which no station has: the switch drops the frame. Nobody is told.");

    /// <summary>{0}: address.</summary>
    public static readonly DropReason ReservedDestination = New("The destination {0} is for this link alone: the switch does not forward the frame.");

    /// <summary>{0}: address, {1}: port.</summary>
    public static readonly DropReason SamePort = New("The destination {0} is on {1}, where the frame came from, so it has it already: the switch drops the frame.");

    /// <summary>No values.</summary>
    public static readonly DropReason NoOtherPort = New("No other port has a cable: the switch drops the frame. Nobody is told.");
}
