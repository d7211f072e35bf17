using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Tests.Packets;

public class RoundTripTests
{
    private const int Count = 20_000;

    private static readonly int[] QuoteLengths = [0, 4, 8]; // behind a quoted IPv4 header: nothing known, ports, ports and sequence number

    [Fact]
    public void Decoding_what_a_valid_frame_encodes_to_gives_the_same_frame()
    {
        var pdus = new RandomPdus(seed: 1);
        for (var i = 0; i < Count; i++)
        {
            var frame = pdus.Frame();

            var isDecoded = EthernetFrame.TryDecode(frame.ToArray(), out var decoded, out var error);

            if (!isDecoded || decoded != frame)
                Assert.Fail($"{frame} (number {i}) came back as {decoded} ({error}): {Convert.ToHexString(frame.ToArray())}");
        }
    }

    [Fact]
    public void Encoding_what_was_decoded_gives_the_same_octets()
    {
        var pdus = new RandomPdus(seed: 2);
        for (var i = 0; i < Count; i++)
        {
            var octets = pdus.Frame().ToArray();

            EthernetFrame.TryDecode(octets, out var decoded, out _).Should().BeTrue();

            if (!decoded!.ToArray().AsSpan().SequenceEqual(octets))
                Assert.Fail($"{Convert.ToHexString(octets)} (number {i}) became {Convert.ToHexString(decoded.ToArray())}");
        }
    }

    [Fact]
    public void The_fields_that_a_header_describes_cover_it_bit_by_bit()
    {
        var pdus = new RandomPdus(seed: 3);
        for (var i = 0; i < 2_000; i++)
        {
            var packet = pdus.Packet();
            Covered(packet, packet).Should().Be(packet.HeaderLength * 8);
            if (packet.Payload is Payload)
                continue;

            var covered = Covered(packet.Payload, packet);
            if (packet.Payload is IcmpMessage message && message.TryReadQuoted(out var quoted))
                covered.Should().BeOneOf(QuoteLengths.Select(length => (IcmpMessage.HeaderLength + quoted.Packet.HeaderLength + length) * 8), packet.ToString());
            else
                covered.Should().Be((packet.Payload is TcpSegment segment ? segment.HeaderLength : 8) * 8, packet.ToString());
        }
    }

    private static int Covered(Pdu pdu, Ipv4Packet packet)
    {
        var end = 0;
        foreach (var field in Octets.Describe(pdu, packet.Source, packet.Destination))
        {
            field.BitOffset.Should().Be(end, "{0} of {1} follows the field before it", field.Name, pdu);
            end += field.BitLength;
        }

        return end;
    }
}
