using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetSim.Stack.Tcp;

/// <summary>A host's connections: found by the addresses and ports of both ends, listed in the order in which they were added.</summary>
/// <remarks>They are numbered for that, and put in order only when somebody asks: a list of a million would have to be kept all the time.</remarks>
internal sealed class TcpConnectionTable : IEnumerable<TransmissionControlBlock>
{
    private readonly Dictionary<SocketPair, TransmissionControlBlock> _connections = [];
    private TransmissionControlBlock? _found; // by the last look-up that found one
    private long _added;

    /// <summary>The connection between two ends, or null: most often the same as before, so that is looked at first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TransmissionControlBlock? Find(SocketPair sockets) => _found is { } found && found.Sockets.Equals(sockets) ? found : LookUp(sockets);

    private TransmissionControlBlock? LookUp(SocketPair sockets)
    {
        if (_connections.TryGetValue(sockets, out var connection))
            _found = connection;
        return connection;
    }

    public void Add(TransmissionControlBlock connection)
    {
        _connections.Add(connection.Sockets, connection);
        connection.Number = ++_added;
    }

    /// <summary>Removes a connection; nothing happens where it is not, or not any more, the one between its ends.</summary>
    public void Remove(TransmissionControlBlock connection)
    {
        if (Find(connection.Sockets) != connection)
            return;
        _connections.Remove(connection.Sockets);
        _found = null;
    }

    /// <summary>Puts what is left of a connection in its place; nothing happens where it is not, or not any more, the one between its ends.</summary>
    public void Replace(TransmissionControlBlock connection, TransmissionControlBlock rest)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_connections, connection.Sockets);
        if (Unsafe.IsNullRef(ref place) || place != connection)
            return;
        place = rest;
        rest.Number = connection.Number;
        _found = null;
    }

    public IEnumerator<TransmissionControlBlock> GetEnumerator() => _connections.Values.OrderBy(connection => connection.Number).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
