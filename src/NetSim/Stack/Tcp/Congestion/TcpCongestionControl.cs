namespace NetSim.Stack.Tcp.Congestion;

/// <summary>A congestion control by its name: what a socket is told to use.</summary>
/// <param name="Name">What Linux's TCP_CONGESTION calls it.</param>
/// <param name="Create">Makes an instance for one connection.</param>
public sealed record TcpCongestionControl(string Name, Func<ICongestionControl> Create)
{
    /// <summary>NewReno: slow start and congestion avoidance (RFC 5681).</summary>
    public static TcpCongestionControl NewReno { get; } = new("reno", () => new NewRenoCongestionControl());

    /// <summary>The algorithm of that name, or <see langword="null"/>.</summary>
    /// <param name="name">Such as <c>reno</c>, in small letters.</param>
    public static TcpCongestionControl? Find(string name) => name switch
    {
        "reno" => NewReno,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
