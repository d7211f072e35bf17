using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>Recovery by the scoreboard alone (RFC 6675): no RACK, no PRR, and no tail loss probe.</summary>
public class TcpSackLossDetectionTests
{
    private static readonly TcpOptions Options = new() { Rack = false, TailLossProbe = false, ProportionalRateReduction = false };

    [Fact]
    public void Three_blocks_above_a_segment_tell_that_it_is_lost()   // RFC 6675 §4: IsLost()
    {
        var tcp = Flight(10);

        tcp.Sack(ack: 1, "1001:1501");
        tcp.Sack(ack: 1, "2001:2501 1001:1501");
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Sack(ack: 1, "3001:3501 2001:2501 1001:1501");
        tcp.Expect(". 1:1001(1000) ack 1");
    }

    [Fact]
    public void More_octets_than_two_segments_above_it_tell_it_at_once()   // RFC 6675 §4: IsLost(), §5 (2)
    {
        var tcp = Flight(10);

        tcp.Sack(ack: 1, "1001:3001");
        tcp.ExpectNothing();
        tcp.Sack(ack: 1, "1001:3002");
        tcp.Expect(". 1:1001(1000) ack 1");
    }

    [Fact]
    public void The_third_duplicate_tells_it_however_small_what_came()   // RFC 6675 §5 (1), (4.3)
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", Options, 100.Milliseconds, settings: settings => settings.NoDelay = true);
        for (var i = 0; i < 5; i++)
        {
            tcp.Write(10);
            tcp.TakeSent().Should().ContainSingle();
        }

        tcp.Sack(ack: 1, "11:21");
        tcp.Sack(ack: 1, "11:31");
        tcp.ExpectNothing();
        tcp.Sack(ack: 1, "11:41");
        tcp.Expect(". 1:11(10) ack 1");
    }

    [Fact]
    public void What_is_lost_goes_before_new_data_and_both_as_pipe_lets_them()   // RFC 6675 §5 (4), (C); §4: NextSeg()
    {
        var tcp = Flight(10, written: 20);
        tcp.Sack(ack: 1, "2001:3001");                                 // limited transmit: pipe 9
        tcp.Expect(". 10001:11001(1000) ack 1");
        tcp.Sack(ack: 1, "2001:4001");
        tcp.Expect(". 11001:12001(1000) ack 1");

        tcp.Sack(ack: 1, "2001:5001");                                 // both lost: ssthresh 5000, pipe 12 - 3 - 2 = 7
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothing();                                           // pipe 8
        foreach (var right in new[] { 6_001, 7_001, 8_001 })           // pipe 7, 6, 5
        {
            tcp.Sack(ack: 1, $"2001:{right}");
            tcp.ExpectNothing();
        }

        tcp.Sack(ack: 1, "2001:9001");                                 // pipe 4
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.ExpectNothing();
        tcp.Sack(ack: 1, "2001:10001");
        tcp.Expect(". 12001:13001(1000) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void Recovery_ends_when_all_is_acknowledged_that_was_sent_before_it()   // RFC 6675 §5 (A)
    {
        var tcp = Flight(10, written: 10);
        tcp.Sack(ack: 1, "1001:10001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothingFor(100.Milliseconds);
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Recovery);

        tcp.Send(".", seq: 1, ack: 10_001);
        tcp.Connection.Phase.Should().Be(RecoveryPhase.Open);
        tcp.Connection.Info().CongestionWindow.Should().Be(5_000);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Fact]
    public void Without_new_data_the_overtaken_and_then_the_last_segment_are_sent_again()   // RFC 6675 §4: NextSeg() (3), (4)
    {
        var tcp = Flight(10);
        tcp.Sack(ack: 1, "1001:4001 5001:6001");
        tcp.Expect(". 1:1001(1000) ack 1");                            // pipe 1, 4001, 6001 to 10001: 6
        tcp.ExpectNothing();
        tcp.Sack(ack: 1, "1001:4001 5001:8001");                       // pipe 4; 4001 has 3000 octets above it
        tcp.Expect(". 4001:5001(1000) ack 1");                         // lost by now
        tcp.Sack(ack: 1, "1001:4001 5001:9001");                       // pipe 1, 4001, 9001: 3
        tcp.Expect("P. 9001:10001(1000) ack 1");                       // the rescue, once
        tcp.ExpectNothing();
        tcp.Sack(ack: 4_001, "5001:9001");
        tcp.ExpectNothing();
    }

    [Fact]
    public void After_a_timeout_nothing_that_was_selectively_acknowledged_is_sent_again()   // RFC 2018 §5, RFC 6675 §5.1
    {
        var tcp = Flight(4);
        tcp.Sack(ack: 1, "2001:3001");
        tcp.Expect(". 1:1001(1000) ack 1", after: 900.Milliseconds);
        tcp.Send(".", seq: 1, ack: 1_001, options: "<nop, nop, sack 2001:3001>");
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Expect("P. 3001:4001(1000) ack 1");
        tcp.ExpectNothing();
    }

    [Fact]
    public void A_peer_that_takes_back_what_it_told_is_sent_everything_again()   // RFC 2018 §8
    {
        var tcp = Flight(4);
        tcp.Sack(ack: 1, "1001:4001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.ExpectNothingFor(100.Milliseconds);

        tcp.Send(".", seq: 1, ack: 1_001);                             // 1001 to 4001 are gone
        tcp.Expect(". 1001:2001(1000) ack 1", after: 1.Seconds);
        tcp.Send(".", seq: 1, ack: 2_001);
        tcp.Expect(". 2001:3001(1000) ack 1");
        tcp.Expect("P. 3001:4001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    [Theory]
    [InlineData("50001:60001")]                                        // never sent
    [InlineData("9001:10002")]                                         // beyond SND.NXT
    [InlineData("2001:1001")]                                          // turned round
    [InlineData("1:4001")]                                             // begins where the acknowledgment ends
    [InlineData("-70000:-60000")]                                      // from long before the connection
    public void Blocks_that_cannot_be_true_are_not_believed(string block)   // RFC 2018 §3, RFC 2883 §4
    {
        var tcp = Flight(10);

        for (var i = 0; i < 5; i++)
            tcp.Sack(ack: 1, block);
        tcp.ExpectNothing();
        tcp.Connection.Info().SackedSegments.Should().Be(0);
        tcp.Expect(". 1:1001(1000) ack 1", after: 900.Milliseconds);
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_F000)]
    public void The_scoreboard_passes_the_end_of_the_number_space(uint iss)   // RFC 9293 §3.4
    {
        var tcp = Flight(10, iss: iss);

        tcp.Sack(ack: 1, "1001:3001 4001:10001");
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Expect(". 3001:4001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 10_001);
        tcp.ExpectNothingFor(60.Seconds);
    }

    private static TcpScript Flight(int segments, int? written = null, uint iss = 1_000)
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", Options, 100.Milliseconds, iss: iss);
        tcp.Write((written ?? segments) * 1_000);
        tcp.TakeSent().Should().HaveCount(segments);
        tcp.ExpectNothingFor(100.Milliseconds);
        return tcp;
    }
}
