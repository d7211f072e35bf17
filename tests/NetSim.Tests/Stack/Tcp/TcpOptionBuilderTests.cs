using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpOptionBuilderTests
{
    [Theory]
    [InlineData(TcpOptionLayout.Rfc, 7, true, true, "mss 1460, sackOK, TS val 5 ecr 6, nop, wscale 7")]
    [InlineData(TcpOptionLayout.Linux, 7, true, true, "mss 1460, sackOK, TS val 5 ecr 6, nop, wscale 7")]
    [InlineData(TcpOptionLayout.Linux, 7, true, false, "mss 1460, nop, nop, sackOK, nop, wscale 7")]
    [InlineData(TcpOptionLayout.Linux, 7, false, true, "mss 1460, nop, nop, TS val 5 ecr 6, nop, wscale 7")]
    [InlineData(TcpOptionLayout.Linux, 7, false, false, "mss 1460, nop, wscale 7")]
    [InlineData(TcpOptionLayout.Linux, null, true, true, "mss 1460, sackOK, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.Linux, null, true, false, "mss 1460, nop, nop, sackOK")]
    [InlineData(TcpOptionLayout.Linux, null, false, true, "mss 1460, nop, nop, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.Linux, null, false, false, "mss 1460")]
    [InlineData(TcpOptionLayout.FreeBsd, 6, true, true, "mss 1460, nop, wscale 6, sackOK, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.FreeBsd, 6, true, false, "mss 1460, nop, wscale 6, sackOK")]
    [InlineData(TcpOptionLayout.FreeBsd, 6, false, true, "mss 1460, nop, wscale 6, nop, nop, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.FreeBsd, null, true, true, "mss 1460, sackOK, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.FreeBsd, null, true, false, "mss 1460, sackOK")]
    [InlineData(TcpOptionLayout.FreeBsd, null, false, true, "mss 1460, nop, nop, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.FreeBsd, null, false, false, "mss 1460")]
    [InlineData(TcpOptionLayout.Windows, 8, true, false, "mss 1460, nop, wscale 8, nop, nop, sackOK")]
    [InlineData(TcpOptionLayout.Windows, 8, true, true, "mss 1460, nop, wscale 8, sackOK, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.Windows, 8, false, true, "mss 1460, nop, wscale 8, nop, nop, TS val 5 ecr 6")]
    [InlineData(TcpOptionLayout.Windows, 8, false, false, "mss 1460, nop, wscale 8")]
    [InlineData(TcpOptionLayout.Windows, null, true, false, "mss 1460, nop, nop, sackOK")]
    public void A_SYN_has_its_options_in_the_order_of_the_system(
        TcpOptionLayout layout, int? windowScale, bool sackPermitted, bool timestamps, string expected)
    {
        var options = new TcpOptions { OptionLayout = layout };

        var syn = TcpOptionBuilder.BuildSyn(options, 1_460, windowScale, sackPermitted, timestamps ? (5u, 6u) : null);

        syn.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData(null, 6 * 1024 * 1024, 65_535, true, 7)]
    [InlineData(null, 65_535, 65_535, true, 0)]
    [InlineData(null, 65_535, 65_536, true, 1)]
    [InlineData(null, 6 * 1024 * 1024, 65_535, false, 0)]
    [InlineData(null, int.MaxValue, 65_535, true, 14)]
    [InlineData(3, 6 * 1024 * 1024, 65_535, true, 3)]
    public void The_shift_is_the_least_that_the_largest_buffer_needs(int? chosen, int maxBuffer, int buffer, bool tunes, int expected)   // RFC 7323 §2.3
    {
        var options = new TcpOptions { WindowScale = chosen, MaxReceiveBufferSize = maxBuffer };
        var settings = new TcpSettings(options) { ReceiveBufferSize = buffer, TunesReceiveBuffer = tunes };

        TcpOptionBuilder.WindowScale(options, settings).Should().Be(expected);
    }

    [Fact]
    public void FreeBSDs_options_end_with_end_of_list()
    {
        var syn = TcpOptionBuilder.BuildSyn(new TcpOptions { OptionLayout = TcpOptionLayout.FreeBsd }, 1_460, null, true, null);
        var octets = new byte[TcpOptionList.WireLength(syn)];

        TcpOptionList.Encode(syn, octets);

        octets.Should().Equal(2, 4, 0x05, 0xB4, 4, 2, 0, 0);
    }

    [Theory]
    [InlineData(false, 0, "", 0)]
    [InlineData(true, 0, "nop, nop, TS val 5 ecr 6", 12)]
    [InlineData(false, 1, "nop, nop, sack 0:1", 12)]
    [InlineData(true, 1, "nop, nop, TS val 5 ecr 6, nop, nop, sack 0:1", 24)]
    [InlineData(true, 3, "nop, nop, TS val 5 ecr 6, nop, nop, sack 0:1 10:11 20:21", 40)]
    [InlineData(true, 4, "nop, nop, TS val 5 ecr 6, nop, nop, sack 0:1 10:11 20:21", 40)]
    [InlineData(false, 4, "nop, nop, sack 0:1 10:11 20:21 30:31", 36)]
    [InlineData(false, 5, "nop, nop, sack 0:1 10:11 20:21 30:31", 36)]
    public void Other_segments_have_timestamps_before_as_many_blocks_as_fit(bool timestamps, int sacks, string expected, int length)   // RFC 2018 §3
    {
        SackBlock[] blocks = [.. Enumerable.Range(0, sacks).Select(i => new SackBlock(new((uint)i * 10), new(((uint)i * 10) + 1)))];

        var options = TcpOptionBuilder.BuildData(timestamps ? new TimestampsOption(5, 6) : null, blocks);

        options.ToString().Should().Be(expected);
        TcpOptionList.WireLength(options).Should().Be(length);
        TcpOptionBuilder.LengthOfData(timestamps, sacks).Should().Be(length);
    }
}
