using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpRetransmissionTests
{
    [Fact]
    public void Unacknowledged_data_is_resent_after_the_RTO_which_doubles()   // RFC 6298 §5.4, §5.5
    {
        var tcp = TcpScript.Established();

        tcp.Write("hello");
        tcp.Expect("P. 1:6(5) ack 1", at: 0.Seconds);
        tcp.Expect("P. 1:6(5) ack 1", at: 1.Seconds);
        tcp.Expect("P. 1:6(5) ack 1", at: 3.Seconds);
        tcp.Send(".", seq: 1, ack: 6);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void The_RTO_grows_up_to_60_seconds_and_the_connection_fails_after_100()   // RFC 9293 §3.8.3, R2; RFC 6298 §2.5
    {
        var tcp = TcpScript.Established();

        tcp.Write("x");
        tcp.Expect("P. 1:2(1) ack 1");
        foreach (var second in new[] { 1, 3, 7, 15, 31, 63 })
            tcp.Expect("P. 1:2(1) ack 1", at: second.Seconds);
        tcp.Expect("R. 2:2(0) ack 1", at: 123.Seconds);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void The_RTO_follows_the_measured_round_trip()   // RFC 6298 §2.2, §2.3
    {
        var tcp = TcpScript.SynSent();
        tcp.ExpectNothingFor(800.Milliseconds);
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.Expect(". 1:1(0) ack 1");

        tcp.Write("x");                                                // SRTT 800 ms, RTTVAR 400 ms
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Expect("P. 1:2(1) ack 1", after: 2400.Milliseconds);
    }

    [Fact]
    public void Later_round_trips_are_smoothed_in()   // RFC 6298 §2.3
    {
        var tcp = TcpScript.SynSent();
        tcp.ExpectNothingFor(800.Milliseconds);
        tcp.Send("S.", seq: 0, ack: 1, mss: 1_460);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Write("x");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.ExpectNothingFor(1600.Milliseconds);
        tcp.Send(".", seq: 1, ack: 2);

        tcp.Write("y");                                                // RTTVAR (3·400 + 800)/4 = 500, SRTT (7·800 + 1600)/8 = 900
        tcp.Expect("P. 2:3(1) ack 1");
        tcp.Expect("P. 2:3(1) ack 1", after: 2900.Milliseconds);
    }

    [Fact]
    public void What_was_resent_is_not_measured_and_the_longer_RTO_stays()   // RFC 6298 §3, §5.5: Karn's algorithm
    {
        var tcp = TcpScript.Established();
        tcp.Write("a");
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Expect("P. 1:2(1) ack 1", at: 1.Seconds);
        tcp.Send(".", seq: 1, ack: 2);

        tcp.Write("b");
        tcp.Expect("P. 2:3(1) ack 1");
        tcp.Expect("P. 2:3(1) ack 1", after: 2.Seconds);
    }

    [Fact]
    public void An_acknowledgment_of_new_data_restarts_the_timer()   // RFC 6298 §5.3
    {
        var tcp = TcpScript.Established(mss: 100);
        tcp.Write(200);
        tcp.Expect(". 1:101(100) ack 1");
        tcp.Expect("P. 101:201(100) ack 1");
        tcp.ExpectNothingFor(900.Milliseconds);

        tcp.Send(".", seq: 1, ack: 101);
        tcp.ExpectNothingFor(900.Milliseconds);
        tcp.TakeSent().Should().BeEmpty();
        tcp.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void After_a_timeout_all_of_it_is_sent_again_as_slow_start_allows()   // RFC 5681 §3.1 (4), RFC 6298 §5.4
    {
        var tcp = TcpScript.Established(mss: 1_000);
        tcp.Write(4_000);                                              // IW = 4 segments
        foreach (var first in new[] { 1, 1_001, 2_001 })
            tcp.Expect($". {first}:{first + 1_000}(1000) ack 1");
        tcp.Expect("P. 3001:4001(1000) ack 1");

        tcp.Expect(". 1:1001(1000) ack 1", at: 1.Seconds);             // cwnd = 1 segment
        tcp.Send(".", seq: 1, ack: 1_001);                             // cwnd = 2
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Expect(". 2001:3001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void A_late_acknowledgment_ends_resending_where_it_stands()   // RFC 9293 §3.10.7.4, fifth
    {
        var tcp = TcpScript.Established(mss: 1_000);
        tcp.Write(3_000);
        tcp.TakeSent().Should().HaveCount(3);
        tcp.Expect(". 1:1001(1000) ack 1", at: 1.Seconds);

        tcp.Send(".", seq: 1, ack: 3_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void What_waited_behind_a_gap_for_a_retransmission_is_not_measured_either()   // RFC 6298 §3: Karn's algorithm
    {
        var tcp = TcpScript.Established("<mss 1000>", rtt: 100.Milliseconds);
        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(4);
        tcp.ExpectNothingFor(100.Milliseconds);
        for (var i = 0; i < 3; i++)
            tcp.Receive(".", seq: 1, ack: 1);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.Connection.Info().SmoothedRtt.Should().Be(100.Milliseconds);
    }
}
