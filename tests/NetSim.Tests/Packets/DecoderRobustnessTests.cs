using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Http;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using static NetSim.Tests.Packets.DecoderUnderTest;

namespace NetSim.Tests.Packets;

/// <summary>Every decoder against octets from anywhere. A decoder more is a line more in <see cref="Decoders"/>.</summary>
public class DecoderRobustnessTests
{
    private const int InputsPerDecoder = 250_000;
    private const int CorpusSize = 100;

    private static readonly RandomPdus Pdus = new(seed: 4);
    private static readonly RandomMessages Messages = new(seed: 4);

    private static readonly DecoderUnderTest[] Decoders =
    [
        new("Ethernet", o => EthernetFrame.TryDecode(o, out var pdu, out _) ? pdu : null,
            CorpusOf(CorpusSize, Pdus.Frame), InternetChecksums.RepairFrame),
        new("ARP", o => ArpPacket.TryDecode(o, out var pdu, out _) ? pdu : null, CorpusOf(CorpusSize, Pdus.Arp)),
        new("IPv4", o => Ipv4Packet.TryDecode(o, out var pdu, out _) ? pdu : null,
            CorpusOf(CorpusSize, Pdus.Packet), InternetChecksums.RepairIpv4),
        new("ICMP", o => IcmpMessage.TryDecode(o, out var pdu, out _) ? pdu : null,
            CorpusOf(CorpusSize, Pdus.Message), InternetChecksums.RepairIcmp),
        new("UDP", o => UdpDatagram.TryDecode(o, Source, Destination, out var pdu, out _) ? pdu : null,
            CorpusOf(CorpusSize, Pdus.Datagram), o => InternetChecksums.RepairUdp(o, Source, Destination)),
        new("TCP", o => TcpSegment.TryDecode(o, Source, Destination, out var pdu, out _) ? pdu : null,
            CorpusOf(CorpusSize, Pdus.Segment), o => InternetChecksums.RepairTcp(o, Source, Destination)),
        new("DHCP", o => DhcpMessage.TryDecode(o, out var pdu, out _) ? pdu : null, CorpusOf(CorpusSize, Messages.Dhcp)),
        new("DNS", o => DnsMessage.TryDecode(o, out var pdu, out _) ? pdu : null, CorpusOf(CorpusSize, Messages.Dns)),
        new("HTTP request", o => HttpRequestHead.TryDecode(o, out var pdu, out _) ? pdu : null, CorpusOf(CorpusSize, Messages.Request)),
        new("HTTP response", o => HttpResponseHead.TryDecode(o, out var pdu, out _) ? pdu : null, CorpusOf(CorpusSize, Messages.Response)),
    ];

    public static TheoryData<string> Names => [.. Decoders.Select(decoder => decoder.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_corpus_holds_is_decoded_and_encoded_to_the_same_octets(string name)
    {
        foreach (var octets in Find(name).Corpus)
        {
            var pdu = Find(name).Decode(octets);

            pdu.Should().NotBeNull();
            Octets.Of(pdu!, Source, Destination).Should().Equal(octets);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_octets_make_a_decoder_throw_and_what_it_accepts_encodes_and_decodes_to_the_same(string name)
    {
        var decoder = Find(name);
        var source = new DamagedOctets(decoder, seed: 5);
        var accepted = 0;
        for (var i = 0; i < InputsPerDecoder; i++)
        {
            var input = source.Next();
            if (DecodeOrFail(decoder, input) is not { } pdu)
                continue;

            accepted++;
            CheckRoundTrip(decoder, pdu, input);
            if (i % 16 == 0)
                CheckText(pdu, input);
        }

        // Otherwise the inputs would test nothing behind the first check, or nothing of it.
        accepted.Should().BeInRange(InputsPerDecoder / 10, InputsPerDecoder * 99 / 100);
    }

    private static DecoderUnderTest Find(string name) => Decoders.Single(decoder => decoder.Name == name);

    private static Pdu? DecodeOrFail(DecoderUnderTest decoder, ReadOnlySpan<byte> input)
    {
        try
        {
            return decoder.Decode(input);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"The {decoder} decoder threw on {Convert.ToHexString(input)}.", exception);
        }
    }

    // Encoded twice over different octets, so that one that is not written shows.
    private static void CheckRoundTrip(DecoderUnderTest decoder, Pdu pdu, ReadOnlySpan<byte> input)
    {
        var encoded = EncodeOver(0xEE, pdu, input);
        if (!encoded.AsSpan().SequenceEqual(EncodeOver(0x11, pdu, input)))
            Assert.Fail($"{decoder} leaves octets unwritten: {Convert.ToHexString(encoded)} from {Convert.ToHexString(input)}.");

        if (DecodeOrFail(decoder, encoded) is not { } again || !again.Equals(pdu))
            Assert.Fail($"{decoder} does not read what it wrote: {Convert.ToHexString(encoded)} from {Convert.ToHexString(input)}.");
    }

    private static byte[] EncodeOver(byte fill, Pdu pdu, ReadOnlySpan<byte> input)
    {
        const int margin = 4;
        var buffer = new byte[pdu.WireLength + margin];
        buffer.AsSpan().Fill(fill);
        pdu.Encode(buffer);
        if (buffer.AsSpan(pdu.WireLength).ContainsAnyExcept(fill))
            Assert.Fail($"{pdu} writes more than its {pdu.WireLength} octets. It came from {Convert.ToHexString(input)}.");

        Array.Resize(ref buffer, pdu.WireLength);
        (pdu as IPseudoHeaderChecksum)?.WriteChecksum(buffer, Source, Destination);
        return buffer;
    }

    private static void CheckText(Pdu pdu, ReadOnlySpan<byte> input)
    {
        foreach (var layer in pdu.Layers())
        {
            var fields = Octets.Describe(layer, Source, Destination);
            if (string.IsNullOrEmpty(layer.ToString()) || fields.Exists(field => field.BitOffset + field.BitLength > layer.WireLength * 8))
                Assert.Fail($"{layer.ProtocolName} describes itself wrongly, from {Convert.ToHexString(input)}.");
        }
    }
}
