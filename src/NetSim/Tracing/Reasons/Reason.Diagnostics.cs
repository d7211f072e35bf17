namespace NetSim.Tracing;

/// <content>Tools.</content>
public partial class Reason
{
    /// <summary>{0}: TTL, {1}: destination.</summary>
    public static readonly Reason TracerouteProbes = New("The traceroute probe is sent with TTL {0}: router number {0} on the way must answer, unless {1} itself is reached before.");
}
