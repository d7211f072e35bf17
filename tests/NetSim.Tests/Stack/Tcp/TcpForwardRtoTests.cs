using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpForwardRtoTests
{
    [Fact]
    public void A_second_acknowledgment_of_what_was_not_resent_makes_the_timeout_spurious()   // RFC 5682 §2.1 (2.b), (3.b)
    {
        var tcp = TimedOut("<mss 1000>", written: 20);

        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 10001:11001(1000) ack 1");                       // (2.b): two new segments, and no others
        tcp.Expect(". 11001:12001(1000) ack 1");
        tcp.ExpectNothing();
        tcp.Receive(".", seq: 1, ack: 2_001);                          // (3.b)
        tcp.Connection.Info().CongestionWindow.Should().BeGreaterThanOrEqualTo(10_000);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
        tcp.TakeSent().Should().NotContain(line => line.Contains(". 1001:") || line.Contains(". 2001:"));
        tcp.Receive(".", seq: 1, ack: 12_001);
        tcp.TakeSent().Should().OnlyContain(line => line.Contains("(1000)"));
        tcp.Connection.Info().TotalRetransmissions.Should().Be(1);
    }

    [Fact]
    public void A_duplicate_after_new_data_makes_it_real()   // RFC 5682 §2.1 (3.a)
    {
        var tcp = TimedOut("<mss 1000>", written: 20);
        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Expect(". 11001:12001(1000) ack 1");

        tcp.Receive(".", seq: 1, ack: 1_001);                          // the first new segment has arrived, 1001 has not
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void A_duplicate_at_once_makes_it_real()   // RFC 5682 §2.1 (2.a)
    {
        var tcp = TimedOut("<mss 1000>", written: 20);

        tcp.Receive(".", seq: 1, ack: 1);
        tcp.ExpectNothing();
        tcp.Receive(".", seq: 1, ack: 10_001);                         // all of it had arrived but the first
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Info().CongestionWindow.Should().BeLessThanOrEqualTo(2_000);
    }

    [Fact]
    public void Without_new_data_what_is_held_for_lost_is_sent_again()   // RFC 5682 §2.1 (2.b), §3.1 (2.b)
    {
        var tcp = TimedOut("<mss 1000>", written: 10);

        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Expect(". 2001:3001(1000) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void New_data_goes_first_also_when_the_application_writes_and_reads_meanwhile()   // RFC 5682 §2.1 (2.b)
    {
        var tcp = TimedOut("<mss 1000>", written: 20);
        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Expect(". 11001:12001(1000) ack 1");

        tcp.Write(1_000);
        tcp.Send("P.", seq: 1, ack: 1_001, data: "a");
        tcp.Read();
        tcp.ExpectNothing();
    }

    [Fact]
    public void With_SACK_too_the_second_acknowledgment_tells()   // RFC 5682 §3.1 (2.b), (3.b)
    {
        var tcp = TimedOut("<mss 1000, sackOK>", written: 20);

        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Expect(". 11001:12001(1000) ack 1");
        tcp.Sack(ack: 1_001, "2001:3001");                             // never sent again, and it has arrived
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
        tcp.Connection.Info().CongestionWindow.Should().BeGreaterThanOrEqualTo(10_000);
    }

    [Fact]
    public void With_SACK_one_that_tells_of_the_new_data_makes_it_real()   // RFC 5682 §3.1 (3.a)
    {
        var tcp = TimedOut("<mss 1000, sackOK>", written: 20);
        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Expect(". 11001:12001(1000) ack 1");

        tcp.Sack(ack: 1_001, "10001:11001");
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
    }

    [Fact]
    public void An_acknowledgment_of_all_that_was_in_flight_leaves_it_open()   // RFC 5682 §3.1 (2.a)
    {
        var tcp = TimedOut("<mss 1000, sackOK>", written: 20);

        tcp.Receive(".", seq: 1, ack: 10_001);                         // the duplicates that the first one's loss caused may have been lost
        tcp.Connection.Info().SlowStartThreshold.Should().Be(5_000);
        tcp.Connection.Info().CongestionWindow.Should().BeLessThanOrEqualTo(2_000);
    }

    [Fact]
    public void Linux_believes_the_first_acknowledgment()   // TcpOptions.ForwardRtoAtFirstAck
    {
        var tcp = TimedOut("<mss 1000, sackOK>", written: 20, new TcpOptions { ForwardRtoAtFirstAck = true, TailLossProbe = false });

        tcp.Receive(".", seq: 1, ack: 2_001);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
    }

    [Fact]
    public void It_can_be_switched_off()   // RFC 5681 §3.1
    {
        var tcp = TimedOut("<mss 1000>", written: 20, new TcpOptions { ForwardRtoRecovery = false });

        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Expect(". 2001:3001(1000) ack 1");
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_D8F0)]
    public void It_works_across_the_end_of_the_number_space(uint iss)   // RFC 9293 §3.4
    {
        var tcp = TimedOut("<mss 1000>", written: 20, iss: iss);

        tcp.Receive(".", seq: 1, ack: 1_001);
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Expect(". 11001:12001(1000) ack 1");
        tcp.Receive(".", seq: 1, ack: 2_001);
        tcp.Connection.Info().SlowStartThreshold.Should().BeNull();
    }

    /// <summary>Ten segments are in flight, and the first has been sent again after 1 s.</summary>
    private static TcpScript TimedOut(string peerOptions, int written, TcpOptions? options = null, uint iss = 1_000)
    {
        var tcp = TcpScript.Established(peerOptions, options ?? new TcpOptions { TailLossProbe = false }, 100.Milliseconds, iss: iss);
        tcp.Write(written * 1_000);
        tcp.TakeSent().Should().HaveCount(10);
        tcp.Expect(". 1:1001(1000) ack 1", after: 1.Seconds);
        tcp.ExpectNothing();
        return tcp;
    }
}
