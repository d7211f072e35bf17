namespace NetSim.Stack.Tcp.Congestion;

/// <summary>The states of BBR (draft-cardwell-iccrg-bbr-congestion-control-00 §3.4).</summary>
public enum BbrState
{
    /// <summary>Startup: the rate doubles every round trip until delivery does not follow.</summary>
    Startup,

    /// <summary>Drain: sends slowly until the queue that Startup made is gone.</summary>
    Drain,

    /// <summary>ProbeBW: sends at the bottleneck's rate, for one round trip in eight a quarter faster and for one a quarter slower.</summary>
    ProbeBandwidth,

    /// <summary>ProbeRTT: four segments in flight for 200 ms, to see the path's own round-trip time.</summary>
    ProbeRtt,
}
