using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>The addresses and ports that sockets are bound to, and who may share a port (SO_REUSEADDR as in Linux).</summary>
internal sealed class TcpBindings
{
    private readonly List<(Ipv4EndPoint Local, bool Reuses)> _bound = [];

    public void Add(Ipv4EndPoint local, bool reuses) => _bound.Add((local, reuses));

    /// <summary>Gives back one binding.</summary>
    public void Remove(Ipv4EndPoint local)
    {
        var index = _bound.FindIndex(binding => binding.Local == local);
        if (index >= 0)
            _bound.RemoveAt(index);
    }

    /// <summary>Whether a socket is bound to that port, on that address or on all, and not both are willing to share.</summary>
    public bool Conflicts(Ipv4EndPoint local, bool reuses) =>
        _bound.Exists(binding => binding.Local.Port == local.Port && Overlap(binding.Local.Address, local.Address) && !(binding.Reuses && reuses));

    private static bool Overlap(Ipv4Address one, Ipv4Address other) => one == other || one.IsAny || other.IsAny;
}
