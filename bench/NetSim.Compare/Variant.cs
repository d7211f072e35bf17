namespace NetSim.Compare;

/// <summary>A workload in one of its variants: what both simulators are asked to do, by the same options.</summary>
/// <param name="Workload">Its short name, such as <c>w2</c>.</param>
/// <param name="Name">Its name in tables.</param>
/// <param name="Ns3Program">The program that does it in ns-3.</param>
/// <param name="Options">Which variant it is.</param>
/// <param name="Full">How long it is.</param>
/// <param name="Quick">How long it is where time is short, and when ns-3's schedulers are tried.</param>
/// <param name="Traced">How long it is with every PDU traced and kept.</param>
internal sealed record Variant(string Workload, string Name, string Ns3Program, string[] Options, string[] Full, string[] Quick, string[] Traced)
{
    /// <summary>All variants, in the order of the tables.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new("w1", "W1 web", "w1_web", [], [], ["--total=2000"], ["--total=1000"]),
        Bulk("W2 bulk"),
        Bulk("W2 bulk, 1 MiB buffers", "--buf=1048576"),
        Bulk("W2 bulk, CUBIC", "--tcp=TcpCubic"),
        new("w3", "W3 dumbbell", "w3_dumbbell", [], [], ["--sim=0.6"], ["--sim=0.3"]),
        new("w4", "W4 forward", "w4_forward", [], [], ["--sim=0.2"], ["--sim=0.05"]),
        Hold("W5 hold, 10^3 pending", 1_000),
        Hold("W5 hold, 10^5 pending", 100_000),
        Hold("W5 hold, 10^6 pending", 1_000_000),
        new("w6", "W6 LAN", "w6_lan", [], [], ["--sim=0.1"], ["--sim=0.005"]),
        new("w6", "W6 LAN, static ARP", "w6_lan", ["--arp=static"], [], ["--sim=0.2"], []),
        new("w7", "W7 fat tree", "w7_fattree", [], ["--sim=0.1"], ["--sim=0.01"], ["--sim=0.005"]),
    ];

    /// <summary>Whether events are compared, not packets.</summary>
    public bool CountsEvents => Workload == "w5";

    /// <summary>Whether the workload is traced in this variant: one of each is enough.</summary>
    public bool IsTraced => Traced.Length > 0;

    public IEnumerable<string> Arguments(bool quick) => [.. Options, .. quick ? Quick : Full];

    private static Variant Bulk(string name, params string[] options) =>
        new("w2", name, "w2_bulk", options, [], ["--sim=0.7"], options.Length == 0 ? ["--sim=0.5"] : []);

    private static Variant Hold(string name, int pending) =>
        new("w5", name, "w5_hold", [$"--k={pending}"], [], ["--events=1000000"], []);
}
