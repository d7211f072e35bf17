using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>RFC 4987 §3.6.</summary>
public class SynCookiesTests
{
    private static readonly Ipv4EndPoint Local = Ipv4EndPoint.Parse("192.0.2.1:80");
    private static readonly Ipv4EndPoint Remote = Ipv4EndPoint.Parse("192.0.2.2:49152");
    private static readonly SequenceNumber Irs = new(0xFFFF_FF00);
    private static readonly SimTime Made = SimTime.At(1_000.Seconds);

    private readonly SynCookies _cookies = new(new RandomStream(1, "cookies"));

    [Theory]
    [InlineData(216, 216)]
    [InlineData(535, 216)]
    [InlineData(536, 536)]
    [InlineData(1_199, 536)]
    [InlineData(1_200, 1_200)]
    [InlineData(1_360, 1_360)]
    [InlineData(1_399, 1_360)]
    [InlineData(1_400, 1_400)]
    [InlineData(1_440, 1_440)]
    [InlineData(1_452, 1_452)]
    [InlineData(1_459, 1_452)]
    [InlineData(1_460, 1_460)]
    [InlineData(8_960, 1_460)]
    [InlineData(65_535, 1_460)]
    public void A_segment_size_is_kept_as_the_next_less_of_eight(int mss, int kept)
    {
        Check(Make(mss), Made).Should().Be(kept);
    }

    [Fact]
    public void Every_segment_size_is_kept_as_one_that_is_no_greater_and_the_greatest_of_those()
    {
        var sizes = SynCookies.SegmentSizes.ToArray();

        Enumerable.Range(216, 65_536 - 216).Where(mss => Check(Make(mss), Made) != sizes.Last(size => size <= mss)).Should().BeEmpty();
    }

    [Fact]
    public void A_peer_that_takes_less_than_the_least_size_gets_no_cookie()   // RFC 9293 §3.7.1, MUST-16
    {
        _cookies.Make(Local, Remote, Irs, 215, Made).Should().BeNull();
    }

    [Fact]
    public void Each_cookie_is_good_for_the_tick_in_which_it_was_made_and_the_next()
    {
        for (var second = 0; second < 128; second++)
        {
            var made = SimTime.At((6_400 + second).Seconds);
            var cookie = _cookies.Make(Local, Remote, Irs, 1_460, made)!.Value;
            var end = SimTime.At((6_400 + (second / 64 * 64) + 128).Seconds);

            Check(cookie, made).Should().Be(1_460);
            Check(cookie, end - Duration.FromMilliseconds(1)).Should().Be(1_460);
            Check(cookie, end).Should().BeNull();
        }
    }

    [Fact]
    public void An_old_cookie_stays_bad_when_its_five_bits_of_the_clock_come_round()
    {
        var cookie = Make(1_460);

        for (var ticks = 2; ticks < 100; ticks++)
            Check(cookie, Made + (64.Seconds * ticks)).Should().BeNull();
    }

    [Fact]
    public void A_guess_near_a_good_cookie_is_no_cookie()
    {
        var cookie = Make(1_460);

        for (var distance = 1; distance <= 10_000; distance++)
        {
            Check(cookie + distance, Made).Should().BeNull();
            Check(cookie - distance, Made).Should().BeNull();
        }
    }

    [Theory]
    [InlineData("192.0.2.1:81", "192.0.2.2:49152", 0)]
    [InlineData("192.0.2.9:80", "192.0.2.2:49152", 0)]
    [InlineData("192.0.2.1:80", "192.0.2.9:49152", 0)]
    [InlineData("192.0.2.1:80", "192.0.2.2:49153", 0)]
    [InlineData("192.0.2.1:80", "192.0.2.2:49152", 1)]
    public void The_cookie_of_another_SYN_is_no_cookie(string local, string remote, int later)
    {
        var irs = Irs + later;

        _cookies.Check(Ipv4EndPoint.Parse(local), Ipv4EndPoint.Parse(remote), irs, Make(1_460) + later, Made).Should().BeNull();
    }

    [Fact]
    public void The_cookie_of_another_host_is_no_cookie()
    {
        var other = new SynCookies(new RandomStream(2, "cookies"));

        other.Check(Local, Remote, Irs, Make(1_460), Made).Should().BeNull();
    }

    [Theory]
    [InlineData(null, false, false, 0b00_1111u)]
    [InlineData((byte)0, false, false, 0b00_0000u)]
    [InlineData((byte)7, true, false, 0b01_0111u)]
    [InlineData((byte)14, true, true, 0b11_1110u)]
    [InlineData(null, false, true, 0b10_1111u)]
    public void The_other_options_are_in_the_timestamps_lowest_six_bits(byte? windowScale, bool sack, bool ecn, uint bits)
    {
        var options = new TcpHandshakeOptions { WindowScale = windowScale, SackPermitted = sack, Ecn = ecn };

        var timestamp = SynCookies.KeepOptions(options, clock: 1_000_000);

        (timestamp & 63).Should().Be(bits);
        SynCookies.RecallOptions(timestamp).Should().Be(options);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(5u)]
    [InlineData(1_000_063u)]
    [InlineData(0x8000_0000u)]
    [InlineData(uint.MaxValue)]
    public void The_timestamp_is_never_after_the_clocks_nor_64_ticks_before(uint clock)   // RFC 7323 §4.1
    {
        for (var bits = 0u; bits < 64; bits++)
        {
            var timestamp = SynCookies.KeepOptions(SynCookies.RecallOptions(bits), clock);

            (clock - timestamp).Should().BeLessThan(64);
        }
    }

    private SequenceNumber Make(int mss) => _cookies.Make(Local, Remote, Irs, mss, Made)!.Value;

    private int? Check(SequenceNumber cookie, SimTime now) => _cookies.Check(Local, Remote, Irs, cookie, now);
}
