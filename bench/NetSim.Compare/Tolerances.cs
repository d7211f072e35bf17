namespace NetSim.Compare;

/// <summary>By how much two simulators that do the same work may differ, as a fraction of ns-3's value, and why they do.</summary>
/// <param name="Full">For the whole workload.</param>
/// <param name="Quick">For a shortened one, where the start weighs more.</param>
/// <param name="Reason">Where the difference comes from.</param>
internal sealed record Tolerance(double Full, double Quick, string Reason);

/// <summary>The tolerances of a workload.</summary>
internal sealed record Tolerances(Tolerance Goodput, Tolerance Packets)
{
    public static readonly Tolerance Exact = new(0, 0, "exactly the same");

    /// <summary>The tolerances, by workload.</summary>
    public static Tolerances Of(string workload) => workload switch
    {
        "w1" => new(
            new(0.015, 0.03, "Ethernet's header of 14 octets, which ns-3's simple devices do not put on the wire"),
            new(0.055, 0.055, "one segment in twenty fewer: the client's FIN carries the last acknowledgment, which ns-3 sends after the FIN by itself")),
        "w2" => new(
            new(0.015, 0.06, "a full frame has 1,514 octets with Ethernet's header, 1,502 with PPP's; ARP, which PPP does not need, takes two round trips before the first segment"),
            new(0.02, 0.06, "as goodput")),
        "w3" => new(
            new(0.025, 0.15, "headers and ARP as in W2; who loses what when the queue overflows differs, and so the recoveries"),
            new(0.03, 0.15, "as goodput")),
        "w4" => new(Exact, new(0.0001, 0.001, "22 frames of ARP more, two for each link")),
        "w5" => new(Exact, Exact),
        "w6" => new(Exact, Exact),
        "w7" => new(
            new(0.06, 0.10, "headers and ARP as in W2; which flows share a link is a hash's choice, and the hashes differ"),
            new(0.06, 0.15, "as goodput")),
        _ => throw new ArgumentException($"No tolerance is written for {workload}."),
    };
}
