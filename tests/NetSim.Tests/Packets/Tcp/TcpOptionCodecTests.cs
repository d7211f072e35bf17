using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;

namespace NetSim.Tests.Packets.Tcp;

public class TcpOptionCodecTests
{
    [Theory]
    [InlineData("020405b4", "mss 1460")]
    [InlineData("01010101", "nop, nop, nop, nop")]
    [InlineData("030307 00", "wscale 7")]                                   // RFC 7323 §2.2
    [InlineData("0303ff 01", "wscale 255, nop")]                            // too much, but a receiver decides what it takes it for
    [InlineData("0402 0101", "sackOK, nop, nop")]                           // RFC 2018 §2
    [InlineData("0101 050a 000015b3 00001d83", "nop, nop, sack 5555:7555")]
    [InlineData("0101 0512 0000157c 0000251c fffffff0 00000010", "nop, nop, sack 5500:9500 4294967280:16")]
    [InlineData("0522 00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008 0101", "sack 1:2 3:4 5:6 7:8, nop, nop")]
    [InlineData("0101 080a 01020304 fffffffe", "nop, nop, TS val 16909060 ecr 4294967294")]                // RFC 7323 §3.2
    [InlineData("020405b4 0402 080a 00000001 00000000 01 030307", "mss 1460, sackOK, TS val 1 ecr 0, nop, wscale 7")]
    [InlineData("1c04003c", "uto 60 s")]                                    // RFC 5482 §3
    [InlineData("1c048005", "uto 5 min")]
    [InlineData("2202 0101", "tfo cookiereq, nop, nop")]                    // RFC 7413 §4.1.1
    [InlineData("2206 01020aff 0101", "tfo cookie 01020aff, nop, nop")]
    [InlineData("2212 000102030405060708090a0b0c0d0e0f 0101", "tfo cookie 000102030405060708090a0b0c0d0e0f, nop, nop")]
    [InlineData("fe040102", "unknown-254 2 octets")]
    [InlineData("1e020101", "unknown-30 0 octets, nop, nop")]
    [InlineData("0203ff01", "unknown-2 1 octets, nop")]                     // a maximum segment size of a wrong length
    [InlineData("0206010203040101", "unknown-2 4 octets, nop, nop")]
    [InlineData("03040701", "unknown-3 2 octets")]
    [InlineData("040300 01", "unknown-4 1 octets, nop")]
    [InlineData("0502 0101", "unknown-5 0 octets, nop, nop")]               // without a block
    [InlineData("0509 00000001 000000 010101", "unknown-5 7 octets, nop, nop, nop")]
    [InlineData("0809 00000001 000000 010101", "unknown-8 7 octets, nop, nop, nop")]
    [InlineData("1c03 00 01", "unknown-28 1 octets, nop")]
    [InlineData("2204 0102", "unknown-34 2 octets")]                        // a cookie shorter than 4 octets
    [InlineData("2207 0102030405 01", "unknown-34 5 octets, nop")]          // an odd one
    [InlineData("2214 000102030405060708090a0b0c0d0e0f1011", "unknown-34 18 octets")]
    [InlineData("00000000", "eol")]
    [InlineData("020405b4 00ffffff", "mss 1460, eol")]
    [InlineData("020405b4 01000000", "mss 1460, nop")]                      // padding of the last word
    [InlineData("020405b4 01000001", "mss 1460, nop, eol")]                 // not what padding is
    [InlineData("01000000 00000000", "nop, eol")]                           // more than padding
    public void Options_are_read_and_written_again_as_they_came(string octets, string options)   // RFC 9293 §3.1, §3.2
    {
        TcpOptionList.TryDecode(Octets.Parse(octets), out var read, out _).Should().BeTrue();

        read.ToString().Should().Be(options);
        Encode(read).Should().Equal(Octets.Parse(octets));
    }

    [Theory]
    [InlineData("fe000000", 0)]            // would be read for ever
    [InlineData("fe010000", 0)]            // shorter than its own header
    [InlineData("020405b4 01fe0401", 5)]   // past the end of the header
    [InlineData("010101fe", 3)]            // no room for its length
    public void An_option_with_an_impossible_length_is_refused(string octets, int offset)   // RFC 9293 §3.1, MUST-7
    {
        var segment = Octets.Parse($"c000 0050 00000001 00000002 00 18 0400 0000 0000 {octets}");
        segment[12] = (byte)(segment.Length / 4 << 4);
        InternetChecksums.RepairTcp(segment, default, default);

        TcpSegment.TryDecode(segment, default, default, out _, out var error).Should().BeFalse();

        error.Should().Be(new DecodeError("TCP", DecodeFault.BadLength, 20 + offset));
    }

    [Fact]
    public void Each_option_has_the_fields_of_its_standard()
    {
        var octets = Octets.Parse("030307 0402 050a 00000001 00000002 080a 00000003 00000004 1c048005 2206 01020304");

        TcpOptionList.TryDecode([.. octets, 1], out var read, out _).Should().BeTrue();

        read.Should().Equal(
            new WindowScaleOption(7),
            new SackPermittedOption(),
            new SackOption([new SackBlock(new(1), new(2))]),
            new TimestampsOption(3, 4),
            new UserTimeoutOption(InMinutes: true, 5),
            new FastOpenOption(Payload.Copy([1, 2, 3, 4])),
            new NoOperationOption());
        read.Select(option => (int)option.Kind).Should().Equal(3, 4, 5, 8, 28, 34, 1);
    }

    [Fact]
    public void Octets_behind_the_end_of_the_list_are_kept()
    {
        TcpOptionList.TryDecode(Octets.Parse("00020405b4000001"), out var read, out _).Should().BeTrue();

        read.Should().Equal(new EndOfOptionListOption(Payload.Copy([2, 4, 5, 0xB4, 0, 0, 1])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Options_that_do_not_fill_a_word_are_padded_and_read_without_the_padding(int count)   // RFC 9293 §3.1
    {
        PduList<TcpOption> options = [.. Enumerable.Repeat(new NoOperationOption(), count)];
        var segment = new TcpSegment { SourcePort = 1, DestinationPort = 2, Sequence = default, Flags = TcpFlags.Syn, Options = options };

        var octets = Octets.Of(segment, Ipv4Address.Any, Ipv4Address.Any);

        segment.WireLength.Should().Be(count < 4 ? 24 : 28);
        octets[20..].Should().Equal([.. Enumerable.Repeat((byte)1, count), .. new byte[segment.WireLength - 20 - count]]);
        TcpSegment.TryDecode(octets, default, default, out var read, out _).Should().BeTrue();
        read.Should().Be(segment);
    }

    [Fact]
    public void Forty_octets_of_options_fit_and_one_more_does_not()
    {
        var segment = new TcpSegment
        {
            SourcePort = 1,
            DestinationPort = 2,
            Sequence = default,
            Flags = TcpFlags.Syn,
            Options = [new UnknownOption(254, Payload.Zeros(38))],
        };

        segment.ToArray()[12].Should().Be(0xF0);
        var tooLong = segment with { Options = [new UnknownOption(254, Payload.Zeros(38)), new NoOperationOption()] };
        tooLong.Invoking(s => s.ToArray()).Should().Throw<InvalidOperationException>().WithMessage("*40*44*");
    }

    private static byte[] Encode(PduList<TcpOption> options)
    {
        var octets = new byte[TcpOptionList.WireLength(options)];
        octets.AsSpan().Fill(0xEE);
        TcpOptionList.Encode(options, octets);
        return octets;
    }
}
