using NetSim.Links.Impairments;

namespace NetSim.Links;

/// <summary>A full-duplex cable between two interfaces. Each direction has its own transmitter and queue.</summary>
public sealed class Link
{
    private readonly Channel _toSecond;
    private readonly Channel _toFirst;

    /// <summary>Plugs a cable into two interfaces that have none.</summary>
    /// <exception cref="InvalidOperationException">An interface has a cable already, both are the same, or they are of two networks.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Link(NetworkInterface first, NetworkInterface second, LinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Options = options ?? new LinkOptions();
        Options.Validate();
        if (first.Simulation != second.Simulation)
            throw new InvalidOperationException($"{first} and {second} are of different networks, whose times differ. Connect devices of one network.");
        First = first;
        Second = second;
        _toSecond = new Channel(first, second, Options);
        _toFirst = new Channel(second, first, Options.Reverse ?? Options);
        Plug();
    }

    /// <summary>One end.</summary>
    public NetworkInterface First { get; }

    /// <summary>The other end.</summary>
    public NetworkInterface Second { get; }

    /// <summary>Rate, delay, queue and impairments, as the link was made.</summary>
    public LinkOptions Options { get; }

    /// <summary>Whether the cable is plugged in.</summary>
    public bool IsPlugged { get; private set; }

    /// <summary>The end that is not <paramref name="end"/>.</summary>
    public NetworkInterface PeerOf(NetworkInterface end) => ReferenceEquals(end, First) ? Second : First;

    /// <summary>Unplugs the cable: the frames on it and in its queues are lost. Nothing happens if it is unplugged.</summary>
    public void Unplug()
    {
        if (!IsPlugged)
            return;
        IsPlugged = false;
        First.Detach();
        Second.Detach();
        _toSecond.Clear();
        _toFirst.Clear();
    }

    /// <summary>Plugs the cable in again. Nothing happens if it is plugged in.</summary>
    /// <exception cref="InvalidOperationException">An interface has another cable by now.</exception>
    public void Plug()
    {
        if (IsPlugged)
            return;
        if (ReferenceEquals(First, Second))
            throw new InvalidOperationException($"{First} cannot be connected to itself. Connect it to an interface of another device.");
        EnsureFree(First);
        EnsureFree(Second);
        IsPlugged = true;
        First.Attach(this, _toSecond);
        Second.Attach(this, _toFirst);
    }

    /// <summary>Changes what happens, in both directions, to the frames that arrive from now on: a link becomes bad, or good again.</summary>
    /// <param name="impairments">In place of those so far; null for none.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Impair(LinkImpairments? impairments)
    {
        Impair(First, impairments);
        Impair(Second, impairments);
    }

    /// <summary>Changes what happens to the frames that one end sends and that arrive from now on.</summary>
    /// <param name="from">The end that sends them.</param>
    /// <param name="impairments">In place of those so far; null for none.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or the interface is no end of this link.</exception>
    public void Impair(NetworkInterface from, LinkImpairments? impairments)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (!ReferenceEquals(from, First) && !ReferenceEquals(from, Second))
            throw new ArgumentException($"{from} is no end of {this}: take {First} or {Second}.", nameof(from));
        impairments?.Validate();
        (ReferenceEquals(from, First) ? _toSecond : _toFirst).Impair(impairments);
    }

    /// <summary>Such as <c>Client FastEthernet0 – Switch Port 1, 100 Mb/s</c>.</summary>
    public override string ToString() => $"{First} – {Second}, {Options.DataRate}";

    private static void EnsureFree(NetworkInterface end)
    {
        if (end.Link is { } link)
            throw new InvalidOperationException($"{end} has a cable already, to {link.PeerOf(end)}. Unplug it first, or use another port.");
    }
}
