using System.Buffers.Binary;
using System.Security.Cryptography;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Initial sequence numbers, and starts of timestamp clocks, that a stranger cannot guess.</summary>
internal sealed class InitialSequenceNumbers
{
    private const int SecretLength = 16;

    private readonly byte[] _secret;
    private readonly byte[] _timestampSecret;

    public InitialSequenceNumbers(RandomStream random)
    {
        _secret = NewSecret(random);
        _timestampSecret = NewSecret(random);
    }

    /// <summary>ISN = M + F(sockets, secret) (RFC 6528 §3).</summary>
    public SequenceNumber Next(Ipv4EndPoint local, Ipv4EndPoint remote, SimTime now)
    {
        var clock = (uint)(now.Nanoseconds / 4_000); // M: a tick each 4 microseconds
        return new SequenceNumber(clock + Hash(local, remote, _secret));
    }

    /// <summary>The same function with a secret of its own (RFC 7323 §5.4): the same for each incarnation of a connection, so that time never runs back between them.</summary>
    public uint TimestampOffset(Ipv4EndPoint local, Ipv4EndPoint remote) => Hash(local, remote, _timestampSecret);

    /// <summary>F: a keyed hash of both sockets.</summary>
    private static uint Hash(Ipv4EndPoint local, Ipv4EndPoint remote, ReadOnlySpan<byte> secret)
    {
        Span<byte> input = stackalloc byte[12 + SecretLength];
        local.Address.Write(input);
        BinaryPrimitives.WriteUInt16BigEndian(input[4..], local.Port);
        remote.Address.Write(input[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(input[10..], remote.Port);
        secret.CopyTo(input[12..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    private static byte[] NewSecret(RandomStream random)
    {
        var secret = new byte[SecretLength];
        BinaryPrimitives.WriteUInt64BigEndian(secret, random.NextUInt64());
        BinaryPrimitives.WriteUInt64BigEndian(secret.AsSpan(8), random.NextUInt64());
        return secret;
    }
}
