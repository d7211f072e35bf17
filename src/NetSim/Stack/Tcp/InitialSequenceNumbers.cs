using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Initial sequence numbers, and starts of timestamp clocks, that a stranger cannot guess: the two halves of a keyed hash of both sockets.</summary>
internal sealed class InitialSequenceNumbers(RandomStream random)
{
    private readonly SipHash _hash = new(random);
    private (Ipv4EndPoint Local, Ipv4EndPoint Remote, ulong Hash)? _last; // of a connection that asks for both numbers

    /// <summary>ISN = M + F(sockets, secret) (RFC 6528 §3).</summary>
    public SequenceNumber Next(Ipv4EndPoint local, Ipv4EndPoint remote, SimTime now)
    {
        var clock = (uint)(now.Nanoseconds / 4_000); // M: a tick each 4 microseconds
        return new SequenceNumber(clock + (uint)(Hash(local, remote) >> 32));
    }

    /// <summary>The same for each incarnation of a connection, so that time never runs back between them (RFC 7323 §5.4).</summary>
    public uint TimestampOffset(Ipv4EndPoint local, Ipv4EndPoint remote) => (uint)Hash(local, remote);

    /// <summary>F, of which each half tells nothing of the other.</summary>
    private ulong Hash(Ipv4EndPoint local, Ipv4EndPoint remote)
    {
        if (_last is { } last && last.Local == local && last.Remote == remote)
            return last.Hash;
        Span<byte> input = stackalloc byte[12];
        local.Write(input);
        remote.Write(input[6..]);
        var hash = _hash.Of(input);
        _last = (local, remote, hash);
        return hash;
    }
}
