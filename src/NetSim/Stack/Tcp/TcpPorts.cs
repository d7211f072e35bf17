using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>Which of a host's addresses and ports have a listener, or a socket that was bound to them. Address 0.0.0.0 stands for all.</summary>
internal sealed class TcpPorts
{
    private readonly OrderedDictionary<Ipv4EndPoint, TcpListening> _listeners = [];
    private readonly List<(Ipv4EndPoint Local, bool Reuses)> _bound = [];
    private readonly EphemeralPorts _ephemeralPorts = new();

    /// <summary>The addresses and ports in LISTEN, by port and address.</summary>
    public IEnumerable<Ipv4EndPoint> ListeningEndPoints => _listeners.Keys.OrderBy(local => local.Port).ThenBy(local => local.Address);

    /// <summary>Who listens for a segment to this socket: the listener of the address before that of all.</summary>
    public TcpListening? FindListener(Ipv4EndPoint local) =>
        _listeners.GetValueOrDefault(local) ?? _listeners.GetValueOrDefault(local with { Address = Ipv4Address.Any });

    /// <summary>False where another listener has the port, on the same address or either on all.</summary>
    public bool TryListen(TcpListening listening) => !HasListener(listening.Local) && _listeners.TryAdd(listening.Local, listening);

    public void Release(TcpListening listening) => _listeners.Remove(listening.Local);

    /// <summary>Reserves an address and port for a socket.</summary>
    /// <param name="local">The address, or 0.0.0.0 for all, and the port, or 0 for any that is free.</param>
    /// <param name="reuses">Whether the socket shares them with others that share them too, and with connections that are there still (SO_REUSEADDR).</param>
    /// <param name="connections">The connections that are there still; those in TIME-WAIT count.</param>
    /// <returns>What is reserved, or null.</returns>
    public Ipv4EndPoint? Bind(Ipv4EndPoint local, bool reuses, IEnumerable<TransmissionControlBlock> connections)
    {
        if (local.Port == 0)
        {
            if (TakeEphemeral(local.Address, connections, static (free, connections) => !IsUsed(free, connections)) is not { } port)
                return null;
            local = local with { Port = port };
        }
        else if (HasListener(local) || IsBound(local, reuses) || (!reuses && IsUsed(local, connections)))
        {
            return null;
        }

        _bound.Add((local, reuses));
        return local;
    }

    /// <summary>Gives back one reservation.</summary>
    public void Unbind(Ipv4EndPoint local)
    {
        var index = _bound.FindIndex(bound => bound.Local == local);
        if (index >= 0)
            _bound.RemoveAt(index);
    }

    /// <summary>The next ephemeral port that nobody listens on or is bound to, and that suits the caller.</summary>
    public ushort? TakeEphemeral<T>(Ipv4Address address, T value, Func<Ipv4EndPoint, T, bool> suits) =>
        _ephemeralPorts.Take((Ports: this, address, value, suits), static (port, given) =>
        {
            var local = new Ipv4EndPoint(given.address, port);
            return !given.Ports.HasListener(local) && !given.Ports.IsBound(local, reuses: false) && given.suits(local, given.value);
        });

    private static bool IsUsed(Ipv4EndPoint local, IEnumerable<TransmissionControlBlock> connections) =>
        connections.Any(connection => Overlap(connection.Local, local));

    private bool HasListener(Ipv4EndPoint local)
    {
        foreach (var listening in _listeners.Keys)
        {
            if (Overlap(listening, local))
                return true;
        }

        return false;
    }

    /// <summary>Whether a socket is bound there, and not both are willing to share.</summary>
    private bool IsBound(Ipv4EndPoint local, bool reuses)
    {
        foreach (var bound in _bound)
        {
            if (Overlap(bound.Local, local) && !(bound.Reuses && reuses))
                return true;
        }

        return false;
    }

    private static bool Overlap(Ipv4EndPoint left, Ipv4EndPoint right) =>
        left.Port == right.Port && (left.Address == right.Address || left.Address.IsAny || right.Address.IsAny);
}
