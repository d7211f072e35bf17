using System.Buffers.Binary;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Sockets;

namespace NetSim.Services.Dns;

/// <summary>DNS messages on a TCP connection: each stands behind its length in two octets (RFC 1035 §4.2.2).</summary>
internal static class DnsStream
{
    private const int LengthOctets = 2;

    /// <summary>Reads the octets of the next message, or null where the stream ends before it is complete.</summary>
    public static async Task<Payload?> ReadAsync(TcpStream stream, CancellationToken cancellationToken)
    {
        var length = new byte[LengthOctets];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellationToken) < length.Length)
            return null;
        var octets = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        return await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken) < octets.Length
            ? null
            : Payload.Wrap(octets);
    }

    /// <summary>Writes length and message at once, as RFC 7766 §8 asks: they share a segment.</summary>
    public static async Task WriteAsync(TcpStream stream, DnsMessage message, CancellationToken cancellationToken)
    {
        var octets = new byte[LengthOctets + message.WireLength];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)message.WireLength);
        message.Encode(octets.AsSpan(LengthOctets));
        await stream.WriteAsync(Payload.Wrap(octets), cancellationToken);
    }
}
