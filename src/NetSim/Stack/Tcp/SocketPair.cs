using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>Both ends of a connection, which name it (RFC 9293 §3.3.1), in two words that are compared and hashed at once.</summary>
internal readonly struct SocketPair(Ipv4Address local, ushort localPort, Ipv4Address remote, ushort remotePort) : IEquatable<SocketPair>
{
    private readonly ulong _addresses = ((ulong)local.Value << 32) | remote.Value;
    private readonly uint _ports = ((uint)localPort << 16) | remotePort;

    public SocketPair(Ipv4EndPoint local, Ipv4EndPoint remote)
        : this(local.Address, local.Port, remote.Address, remote.Port)
    {
    }

    /// <summary>This side's address and port.</summary>
    public Ipv4EndPoint Local => new(LocalAddress, LocalPort);

    /// <summary>The peer's.</summary>
    public Ipv4EndPoint Remote => new(RemoteAddress, RemotePort);

    public Ipv4Address LocalAddress => new((uint)(_addresses >> 32));

    public ushort LocalPort => (ushort)(_ports >> 16);

    public Ipv4Address RemoteAddress => new((uint)_addresses);

    public ushort RemotePort => (ushort)_ports;

    public bool Equals(SocketPair other) => _addresses == other._addresses && _ports == other._ports;

    public override bool Equals(object? obj) => obj is SocketPair other && Equals(other);

    // Multiplied by 2⁶⁴ divided by the golden ratio, so that each bit counts in the upper half (Knuth, The Art of Computer Programming, §6.4).
    public override int GetHashCode() => (int)(((_addresses ^ ((ulong)_ports << 24)) * 0x9E37_79B9_7F4A_7C15) >> 32);
}
