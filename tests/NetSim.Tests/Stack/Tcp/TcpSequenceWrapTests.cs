using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>Both sides' numbers pass 2³² during the exchange (RFC 9293 §3.4).</summary>
public class TcpSequenceWrapTests
{
    public static TheoryData<uint> InitialNumbers => [0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD, 0xFFFF_FA00, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0];

    [Theory]
    [MemberData(nameof(InitialNumbers))]
    public void Data_and_FINs_pass_the_end_of_the_number_space(uint initial)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established(iss: initial, peerIss: initial, mss: 1_000);

        tcp.Write(2_000);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Expect("P. 1001:2001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 2_001);
        tcp.Send("P.", seq: 3, ack: 2_001, data: "cd");
        tcp.Expect(". 2001:2001(0) ack 1");
        tcp.Send("P.", seq: 1, ack: 2_001, data: "ab");
        tcp.Expect(". 2001:2001(0) ack 5");
        tcp.ReadText().Should().Be("abcd");
        tcp.Shutdown();
        tcp.Expect("F. 2001:2001(0) ack 5");
        tcp.Send("F.", seq: 5, ack: 2_002);
        tcp.Expect(". 2002:2002(0) ack 6");
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Theory]
    [MemberData(nameof(InitialNumbers))]
    public void Resending_passes_the_end_of_the_number_space(uint initial)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established(iss: initial, peerIss: initial, mss: 1_000);

        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(4);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 1_001);
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void Marks_of_long_ago_stop_no_recovery_and_no_echo()   // RFC 9293 §3.4: half of the numbers later they would seem to be ahead
    {
        var options = new TcpOptions { MaximumSegmentSize = 65_000, Ecn = EcnMode.Request };
        var tcp = TcpScript.Closed(options, pathMtu: 65_535);
        tcp.Connect();
        tcp.TakeSent();
        tcp.Receive("S.E", seq: 0, ack: 1, win: 65_535, options: "<mss 65000, nop, wscale 5>");
        tcp.TakeSent();
        tcp.Receive(".", seq: 1, ack: 1);                              // from now on the window is scaled
        var next = 1L;
        for (; next < 2_400_000_000; next += 130_000)
        {
            tcp.TakeSent();
            tcp.Write(130_000);
            tcp.TakeSent().Should().HaveCount(2);
            tcp.Receive(".", seq: 1, ack: next + 130_000);
        }

        tcp.Write(260_000);
        tcp.TakeSent().Should().HaveCount(4);
        for (var i = 0; i < 3; i++)
            tcp.Receive(".", seq: 1, ack: next);
        tcp.Expect($". {next}:{next + 65_000}(65000) ack 1");
        tcp.Receive(".", seq: 1, ack: next += 260_000);
        tcp.Write(65_000);
        tcp.TakeSent().Should().ContainSingle();
        var threshold = tcp.Connection.Info().CongestionWindow;
        tcp.Receive(".E", seq: 1, ack: next + 65_000);
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);          // it began and ended with that acknowledgment
        tcp.Connection.Info().CongestionWindow.Should().BeLessThanOrEqualTo(threshold);
    }

    [Fact]
    public void An_urgent_mark_of_long_ago_is_not_ahead()   // RFC 9293 §3.4
    {
        var options = new TcpOptions { MaximumSegmentSize = 65_000, ReceiveBufferSize = 200_000, MaxReceiveBufferSize = 200_000 };
        var tcp = TcpScript.Closed(options, pathMtu: 65_535);
        tcp.Accept("S", "<mss 65000, nop, wscale 5>");
        tcp.TakeSent();
        tcp.Send(".", seq: 1, ack: 1);
        var buffer = new byte[200_000];
        for (var next = 1L; next < 2_400_000_000; next += 130_000)
        {
            tcp.Receive(".", next, length: 65_000);
            tcp.Receive(".", next + 65_000, length: 65_000);
            tcp.Connection.Read(buffer).Should().Be(130_000);
            tcp.TakeSent();
        }

        tcp.Connection.HasUrgent.Should().BeFalse();
        tcp.Connection.IsAtUrgentMark.Should().BeFalse();
    }
}
