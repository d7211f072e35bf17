using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Tests.Packets;

/// <summary>A decoder: the PDU, or null where the octets are none.</summary>
internal delegate Pdu? Decode(ReadOnlySpan<byte> octets);

/// <summary>Changes octets in place.</summary>
internal delegate void Repair(Span<byte> octets);

/// <summary>A decoder that <see cref="DecoderRobustnessTests"/> feeds with anything.</summary>
/// <param name="Name">The protocol.</param>
/// <param name="Decode">The decoder; where it takes addresses, those here.</param>
/// <param name="Corpus">Octets that it decodes, to be damaged.</param>
/// <param name="Repair">Puts right checksums in, where the protocol has one.</param>
internal sealed record DecoderUnderTest(string Name, Decode Decode, IReadOnlyList<byte[]> Corpus, Repair? Repair = null)
{
    public static Ipv4Address Source { get; } = Ipv4Address.Parse("192.168.100.1");

    public static Ipv4Address Destination { get; } = Ipv4Address.Parse("192.168.100.254");

    public override string ToString() => Name;

    /// <summary>The octets of so many PDUs.</summary>
    public static byte[][] CorpusOf(int count, Func<Pdu> next) =>
        [.. Enumerable.Range(0, count).Select(_ => Octets.Of(next(), Source, Destination))];
}
