using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetSim.Packets.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>A host's connections: found by the addresses and ports of both ends, listed in the order in which they were added.</summary>
/// <remarks>They are numbered for that, and put in order only when somebody asks: a list of a million would have to be kept all the time.</remarks>
internal sealed class TcpConnectionTable : IEnumerable<TransmissionControlBlock>
{
    private readonly Dictionary<Key, TransmissionControlBlock> _connections = [];
    private TransmissionControlBlock? _found; // by the last look-up that found one
    private long _added;

    /// <summary>The connection between two ends, or null: most often the same as before, so that is looked at first.</summary>
    public TransmissionControlBlock? Find(Ipv4EndPoint local, Ipv4EndPoint remote)
    {
        if (_found is { } found && found.Local == local && found.Remote == remote)
            return found;
        if (_connections.TryGetValue(new Key(local, remote), out var connection))
            _found = connection;
        return connection;
    }

    public void Add(TransmissionControlBlock connection)
    {
        _connections.Add(KeyOf(connection), connection);
        connection.Number = ++_added;
    }

    /// <summary>Removes a connection; nothing happens where it is not, or not any more, the one between its ends.</summary>
    public void Remove(TransmissionControlBlock connection)
    {
        if (Find(connection.Local, connection.Remote) != connection)
            return;
        _connections.Remove(KeyOf(connection));
        _found = null;
    }

    /// <summary>Puts what is left of a connection in its place; nothing happens where it is not, or not any more, the one between its ends.</summary>
    public void Replace(TransmissionControlBlock connection, TransmissionControlBlock rest)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_connections, KeyOf(connection));
        if (Unsafe.IsNullRef(ref place) || place != connection)
            return;
        place = rest;
        rest.Number = connection.Number;
        _found = null;
    }

    public IEnumerator<TransmissionControlBlock> GetEnumerator() => _connections.Values.OrderBy(connection => connection.Number).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Key KeyOf(TransmissionControlBlock connection) => new(connection.Local, connection.Remote);

    /// <summary>Both ends in two words, which are compared and hashed at once.</summary>
    private readonly struct Key(Ipv4EndPoint local, Ipv4EndPoint remote) : IEquatable<Key>
    {
        private readonly ulong _addresses = ((ulong)local.Address.Value << 32) | remote.Address.Value;
        private readonly uint _ports = ((uint)local.Port << 16) | remote.Port;

        public bool Equals(Key other) => _addresses == other._addresses && _ports == other._ports;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        // Multiplied by 2⁶⁴ divided by the golden ratio, so that each bit counts in the upper half (Knuth, The Art of Computer Programming, §6.4).
        public override int GetHashCode() => (int)(((_addresses ^ ((ulong)_ports << 24)) * 0x9E37_79B9_7F4A_7C15) >> 32);
    }
}
