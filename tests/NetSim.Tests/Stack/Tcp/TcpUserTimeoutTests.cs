using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpUserTimeoutTests
{
    private static readonly TcpOptions Telling = new() { UserTimeoutOption = true, TailLossProbe = false };

    [Fact]
    public void Data_that_is_not_acknowledged_in_time_ends_the_connection_just_then()   // RFC 9293 §3.8.3, §3.10.8
    {
        var tcp = TcpScript.Established("<mss 1000>", settings: settings => settings.UserTimeout = 5.Seconds);

        tcp.Write(1);
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Expect("P. 1:2(1) ack 1", at: 1.Seconds);
        tcp.Expect("P. 1:2(1) ack 1", at: 3.Seconds);
        tcp.Expect("R. 2:2(0) ack 1", at: 5.Seconds);
        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void Progress_starts_the_wait_anew()   // RFC 9293 §3.10.8
    {
        var tcp = TcpScript.Established("<mss 1000>", settings: settings => settings.UserTimeout = 5.Seconds);
        tcp.Write(2_000);
        tcp.TakeSent().Should().HaveCount(2);
        tcp.Expect(". 1:1001(1000) ack 1", at: 1.Seconds);
        tcp.Expect(". 1:1001(1000) ack 1", at: 3.Seconds);
        tcp.ExpectNothingFor(1.Seconds);

        tcp.Send(".", seq: 1, ack: 1_001);
        tcp.Expect("P. 1001:2001(1000) ack 1");
        tcp.Pass(4900.Milliseconds);
        tcp.State.Should().Be(TcpState.Established);
        tcp.Pass(200.Milliseconds);
        tcp.State.Should().Be(TcpState.Closed);
    }

    [Fact]
    public void A_SYN_without_answer_is_given_up_just_then_too()   // RFC 9293 §3.10.8
    {
        var tcp = TcpScript.Closed(null, settings => settings.UserTimeout = 5.Seconds);

        tcp.Connect();
        tcp.Expect("S 0:0(0)");
        tcp.Expect("S 0:0(0)", at: 1.Seconds);
        tcp.Expect("S 0:0(0)", at: 3.Seconds);
        tcp.ExpectNothingFor(2.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void A_closed_window_whose_probes_have_no_answer_ends_it_just_then_too()   // RFC 9293 §3.8.6.1, §3.10.8
    {
        var tcp = TcpScript.Established("<mss 1000>", window: 0, settings: settings => settings.UserTimeout = 5.Seconds);

        tcp.Write(10);
        tcp.Expect(". 1:2(1) ack 1", at: 1.Seconds);
        tcp.Expect(". 1:2(1) ack 1", at: 3.Seconds);
        tcp.Expect("R. 1:1(0) ack 1", at: 5.Seconds);
    }

    [Fact]
    public void The_SYN_and_the_first_segment_after_it_tell_it()   // RFC 5482 §3
    {
        var tcp = TcpScript.Closed(Telling);

        tcp.Connect();
        tcp.Expect("S 0:0(0) <mss 1460, sackOK, TS val 0 ecr 0, nop, wscale 7, uto 100 s>");
        tcp.Send("S.", seq: 0, ack: 1, options: "<mss 1000>");
        tcp.Expect(". 1:1(0) ack 1 <uto 100 s>");
        tcp.Write(10);
        tcp.Expect("P. 1:11(10) ack 1");
    }

    [Fact]
    public void A_change_is_told_with_the_next_segment_that_has_room()   // RFC 5482 §3
    {
        var tcp = TcpScript.Established("<mss 1000>", Telling);

        tcp.Set(settings => settings.UserTimeout = 40_000.Seconds);
        tcp.Write(1_010);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 1_001);
        tcp.Expect("P. 1001:1011(10) ack 1 <uto 667 min>");            // 666.7
    }

    [Theory]
    [InlineData("<mss 1000, uto 300 s>", 300)]
    [InlineData("<mss 1000, uto 2 min>", 120)]
    [InlineData("<mss 1000, uto 10 s>", 100)]                          // L_LIMIT
    [InlineData("<mss 1000, uto 500 min>", 3_600)]                     // U_LIMIT
    public void The_longer_of_both_sides_timeouts_counts_within_limits(string peerOptions, int seconds)   // RFC 5482 §3.1
    {
        var tcp = TcpScript.Established(peerOptions, Telling);

        tcp.Write(1);
        tcp.Pass((seconds - 1).Seconds);
        tcp.State.Should().Be(TcpState.Established);
        tcp.Pass(1.Seconds).Should().Contain(line => line.StartsWith('R'));
        tcp.State.Should().Be(TcpState.Closed);
    }

    [Fact]
    public void The_applications_timeout_is_not_changed_by_the_peer()   // RFC 5482 §3.1: CHANGEABLE
    {
        var tcp = TcpScript.Established("<mss 1000, uto 300 s>", Telling, settings: settings => settings.UserTimeout = 5.Seconds);

        tcp.Write(1);
        tcp.Pass(5.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
    }

    [Theory]
    [InlineData(true, "<mss 1000, uto 0 s>")]                          // reserved
    [InlineData(false, "<mss 1000, uto 300 s>")]                       // not ENABLED
    public void What_is_reserved_or_not_asked_for_is_ignored(bool isTelling, string peerOptions)   // RFC 5482 §3
    {
        var tcp = TcpScript.Established(peerOptions, Telling with { UserTimeoutOption = isTelling });

        tcp.Write(1);
        tcp.Pass(124.Seconds);                                         // R2
        tcp.State.Should().Be(TcpState.Closed);
    }
}
