namespace NetSim.Stack.Tcp.Congestion;

/// <summary>A congestion control by its name: what a socket is told to use.</summary>
/// <param name="Name">What Linux's TCP_CONGESTION calls it.</param>
/// <param name="Create">Makes an instance for one connection.</param>
public sealed record TcpCongestionControl(string Name, Func<ICongestionControl> Create)
{
    /// <summary>NewReno: slow start and congestion avoidance (RFC 5681).</summary>
    public static TcpCongestionControl NewReno { get; } = new("reno", () => new NewRenoCongestionControl());

    /// <summary>CUBIC (RFC 9438).</summary>
    public static TcpCongestionControl Cubic { get; } = new("cubic", () => new CubicCongestionControl());

    /// <summary>Vegas (Brakmo and Peterson, 1995).</summary>
    public static TcpCongestionControl Vegas { get; } = new("vegas", () => new VegasCongestionControl());

    /// <summary>DCTCP (RFC 8257).</summary>
    public static TcpCongestionControl Dctcp { get; } = new("dctcp", () => new DctcpCongestionControl());

    /// <summary>BBR, version 1 (draft-cardwell-iccrg-bbr-congestion-control-00).</summary>
    public static TcpCongestionControl Bbr { get; } = new("bbr", () => new BbrCongestionControl());

    /// <summary>The algorithm of that name, or <see langword="null"/>.</summary>
    /// <param name="name">Such as <c>cubic</c>, in small letters.</param>
    public static TcpCongestionControl? Find(string name) => name switch
    {
        "reno" => NewReno,
        "cubic" => Cubic,
        "vegas" => Vegas,
        "dctcp" => Dctcp,
        "bbr" => Bbr,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
