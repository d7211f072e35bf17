using System.Buffers.Binary;
using System.Security.Cryptography;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Initial sequence numbers that a stranger cannot guess: ISN = M + F(sockets, secret) (RFC 6528 §3).</summary>
internal sealed class InitialSequenceNumbers
{
    private readonly byte[] _secret = new byte[16];

    public InitialSequenceNumbers(RandomStream random)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_secret, random.NextUInt64());
        BinaryPrimitives.WriteUInt64BigEndian(_secret.AsSpan(8), random.NextUInt64());
    }

    public SequenceNumber Next(Ipv4EndPoint local, Ipv4EndPoint remote, SimTime now)
    {
        Span<byte> input = stackalloc byte[28];
        local.Address.Write(input);
        BinaryPrimitives.WriteUInt16BigEndian(input[4..], local.Port);
        remote.Address.Write(input[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(input[10..], remote.Port);
        _secret.CopyTo(input[12..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        var clock = (uint)(now.Nanoseconds / 4_000); // M: a tick each 4 microseconds
        return new SequenceNumber(clock + BinaryPrimitives.ReadUInt32BigEndian(hash));
    }
}
