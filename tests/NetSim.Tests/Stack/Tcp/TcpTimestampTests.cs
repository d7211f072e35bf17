using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpTimestampTests
{
    private const string Peer = "<mss 1000, TS val 7000 ecr 100>";

    [Fact]
    public void Every_segment_carries_the_clock_and_echoes_the_peers()   // RFC 7323 §3.2
    {
        var tcp = TcpScript.Closed(null, _ => { }, timestampOffset: 100);

        tcp.Connect();
        tcp.Expect("S 0:0(0) <mss 1460, sackOK, TS val 100 ecr 0, nop, wscale 7>");
        tcp.ExpectNothingFor(30.Milliseconds);
        tcp.Send("S.", seq: 0, ack: 1, options: Peer);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,TS val 130 ecr 7000>");
        tcp.ExpectNothingFor(5.Milliseconds);
        tcp.Write("hello");
        tcp.Expect("P. 1:6(5) ack 1 <nop,nop,TS val 135 ecr 7000>");
        tcp.Send(".", seq: 1, ack: 6, options: "<nop, nop, TS val 7020 ecr 135>");
        tcp.Abort();
        tcp.Expect("R. 6:6(0) ack 1 <nop,nop,TS val 135 ecr 7020>");
    }

    [Fact]
    public void A_listener_uses_them_where_the_SYN_has_them()   // RFC 7323 §3.2
    {
        var tcp = TcpScript.Closed(null, _ => { }, timestampOffset: 100);

        tcp.Accept("S", "<mss 1000, TS val 7000 ecr 0>");
        tcp.Expect("S. 0:0(0) ack 1 <mss 1460, nop, nop, TS val 100 ecr 7000>");
        tcp.Send(".", seq: 1, ack: 1, options: "<nop, nop, TS val 7001 ecr 100>");
        tcp.Write(1);
        tcp.Expect("P. 1:2(1) ack 1 <nop,nop,TS val 100 ecr 7001>");
    }

    [Fact]
    public void Without_the_peers_option_none_are_sent()   // RFC 7323 §3.2
    {
        var tcp = TcpScript.Established("<mss 1000>");

        tcp.Write(2_000);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Expect("P. 1001:2001(1000) ack 1");
        tcp.Send("P.", seq: 1, ack: 2_001, data: "a", options: "<nop, nop, TS val 1 ecr 0>");
        tcp.TakeSent().Should().BeEmpty();
        tcp.Pass(1.Seconds).Should().Equal(". 2001:2001(0) ack 2");
    }

    [Fact]
    public void They_take_12_octets_of_the_segment()   // RFC 6691 §3.1, RFC 7323 appendix A
    {
        var tcp = Established();

        tcp.Write(2_000);
        tcp.Expect(". 1:989(988) ack 1");
    }

    [Fact]
    public void The_echo_tells_which_transmission_was_answered()   // RFC 7323 §4.1
    {
        var tcp = TcpScript.Established(Peer, new TcpOptions { MinRto = 200.Milliseconds }, 100.Milliseconds, timestampOffset: 100);
        tcp.Write(1);                                                  // SRTT 100, RTTVAR 50: RTO 300
        tcp.Expect("P. 1:2(1) ack 1 <nop,nop,TS val 200 ecr 7000>");
        tcp.Expect("P. 1:2(1) ack 1 <nop,nop,TS val 500 ecr 7000>", after: 300.Milliseconds);
        tcp.ExpectNothingFor(50.Milliseconds);

        tcp.Send(".", seq: 1, ack: 2, options: "<nop, nop, TS val 7050 ecr 500>");
        tcp.Write(1);                                                  // a sample of 50: RTTVAR (3·50 + 50)/4 = 50, SRTT (7·100 + 50)/8 = 93.75
        tcp.Expect("P. 2:3(1) ack 1");
        tcp.Expect("P. 2:3(1) ack 1", after: Duration.FromSeconds(0.29375));
    }

    [Fact]
    public void An_echo_of_what_was_never_sent_is_no_measurement()   // RFC 7323 §4.1
    {
        var tcp = TcpScript.Established(Peer, null, 100.Milliseconds, timestampOffset: 100);
        tcp.Write(1);
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Expect("P. 1:2(1) ack 1", after: 1.Seconds);

        tcp.Send(".", seq: 1, ack: 2, options: "<nop, nop, TS val 7050 ecr 0>");
        tcp.Connection.Info().SmoothedRtt.Should().Be(100.Milliseconds);
        tcp.Write(1);
        tcp.Expect("P. 2:3(1) ack 1");
        tcp.Expect("P. 2:3(1) ack 1", after: 2.Seconds);               // Karn's algorithm, RFC 6298 §5.7
        tcp.Send(".", seq: 1, ack: 3, options: "<nop, nop, TS val 7051 ecr 4000000000>");
        tcp.Connection.Info().SmoothedRtt.Should().Be(100.Milliseconds);
    }

    [Fact]
    public void A_segment_with_an_older_timestamp_is_dropped_and_acknowledged()   // RFC 7323 §5.3, R1
    {
        var tcp = Established();
        tcp.Send("P.", seq: 1, ack: 1, data: "a", options: "<nop, nop, TS val 7010 ecr 100>");

        tcp.Send("P.", seq: 2, ack: 1, data: "b", options: "<nop, nop, TS val 7009 ecr 100>");
        tcp.Expect(". 1:1(0) ack 2 <nop,nop,TS val 100 ecr 7010>");
        tcp.Send("P.", seq: 2, ack: 1, data: "b", options: "<nop, nop, TS val 7010 ecr 100>");
        tcp.Expect(". 1:1(0) ack 3", after: 200.Milliseconds);
    }

    [Fact]
    public void A_timestamp_half_the_number_space_behind_is_older()   // RFC 7323 §5.2
    {
        var tcp = Established();

        tcp.Send("P.", seq: 1, ack: 1, data: "a", options: $"<nop, nop, TS val {unchecked(7_000u + 0x8000_0000)} ecr 100>");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send("P.", seq: 1, ack: 1, data: "a", options: $"<nop, nop, TS val {unchecked(7_000u + 0x7FFF_FFFF)} ecr 100>");
        tcp.Expect(". 1:1(0) ack 2", after: 200.Milliseconds);
    }

    [Fact]
    public void The_peers_clock_passes_the_end_of_its_numbers()   // RFC 7323 §5.2
    {
        var tcp = TcpScript.Established("<mss 1000, TS val 4294967290 ecr 100>", timestampOffset: 100);

        tcp.Send("P.", seq: 1, ack: 1, data: "a", options: "<nop, nop, TS val 4 ecr 100>");
        tcp.Expect(". 1:1(0) ack 2 <nop,nop,TS val 300 ecr 4>", after: 200.Milliseconds);
        tcp.Send("P.", seq: 2, ack: 1, data: "b", options: "<nop, nop, TS val 4294967295 ecr 100>");
        tcp.Expect(". 1:1(0) ack 2 <nop,nop,TS val 300 ecr 4>");
    }

    [Fact]
    public void This_sides_clock_passes_the_end_of_its_numbers()   // RFC 7323 §4.1
    {
        var tcp = TcpScript.Established("<mss 1000, TS val 7 ecr 4294967286>", new TcpOptions { MinRto = 200.Milliseconds }, 100.Milliseconds, timestampOffset: 4_294_966_996);
        tcp.Write(1);
        tcp.Expect("P. 1:2(1) ack 1 <nop,nop,TS val 4294967096 ecr 7>");
        tcp.Expect("P. 1:2(1) ack 1 <nop,nop,TS val 100 ecr 7>", after: 300.Milliseconds);
        tcp.ExpectNothingFor(20.Milliseconds);

        tcp.Send(".", seq: 1, ack: 2, options: "<nop, nop, TS val 8 ecr 4294967096>"); // the first transmission was answered, after 320 ms
        tcp.Connection.Info().SmoothedRtt.Should().Be(Duration.FromSeconds(0.1275));
    }

    [Theory]
    [InlineData((24 * 86_400) - 1, false)]
    [InlineData((24 * 86_400) + 1, true)]
    public void After_24_days_of_idleness_the_peers_clock_says_nothing(int seconds, bool isTaken)   // RFC 7323 §5.5
    {
        var tcp = Established();
        tcp.ExpectNothingFor(seconds.Seconds);

        tcp.Send("P.", seq: 1, ack: 1, data: "a", options: "<nop, nop, TS val 6000 ecr 100>");
        tcp.Expect(isTaken ? ". 1:1(0) ack 2" : ". 1:1(0) ack 1", after: isTaken ? 200.Milliseconds : Duration.Zero);
    }

    [Fact]
    public void Of_the_segments_that_one_acknowledgment_answers_the_first_is_echoed()   // RFC 7323 §4.3 (A)
    {
        var tcp = Established();

        tcp.Send(".", seq: 1, ack: 1, length: 988, options: "<nop, nop, TS val 7001 ecr 100>");
        tcp.Send(".", seq: 989, ack: 1, length: 988, options: "<nop, nop, TS val 7002 ecr 100>");
        tcp.Expect(". 1:1(0) ack 1977 <nop,nop,TS val 100 ecr 7001>");
    }

    [Fact]
    public void A_segment_behind_a_gap_is_not_echoed_and_what_fills_the_gap_is()   // RFC 7323 §4.3 (B), (C)
    {
        var tcp = Established();

        tcp.Send(".", seq: 989, ack: 1, length: 988, options: "<nop, nop, TS val 7005 ecr 100>");
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,TS val 100 ecr 7000>");
        tcp.Send(".", seq: 1, ack: 1, length: 988, options: "<nop, nop, TS val 7003 ecr 100>");
        tcp.Expect(". 1:1(0) ack 1977 <nop,nop,TS val 100 ecr 7003>");
    }

    [Fact]
    public void A_segment_outside_the_window_is_not_echoed()   // RFC 7323 §5.3, R2 before R3
    {
        var tcp = Established();

        tcp.Send(".", seq: 100_000, ack: 1, length: 100, options: "<nop, nop, TS val 9000 ecr 100>");
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,TS val 100 ecr 7000>");
    }

    [Fact]
    public void A_segment_without_a_timestamp_is_dropped_silently()   // RFC 7323 §3.2
    {
        var tcp = Established();

        tcp.Send("P.", seq: 1, ack: 1, data: "a");
        tcp.ExpectNothingFor(10.Seconds);
        tcp.Connection.Available.Should().Be(0);
    }

    [Fact]
    public void Linux_takes_a_segment_without_a_timestamp()
    {
        var tcp = TcpScript.Established(Peer, TcpProfile.Linux, timestampOffset: 100);

        tcp.Send("P.", seq: 1, ack: 1, data: "a");
        tcp.Pass(1.Seconds);
        tcp.Connection.Available.Should().Be(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<nop, nop, TS val 10 ecr 100>")]
    public void A_reset_needs_no_timestamp_and_no_newer_one(string options)   // RFC 7323 §3.2, §5.2
    {
        var tcp = Established();

        tcp.Send("R", seq: 1, options: options);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.ConnectionReset);
    }

    [Fact]
    public void An_old_acknowledgment_is_not_believed_and_answered_sparingly()   // RFC 7323 §5.3, R1; RFC 5961 §7
    {
        var tcp = Established();
        tcp.Write(1);
        tcp.Expect("P. 1:2(1) ack 1");

        tcp.Send(".", seq: 1, ack: 2, options: "<nop, nop, TS val 6999 ecr 100>");
        tcp.Expect(". 2:2(0) ack 1");
        tcp.Send(".", seq: 1, ack: 2, options: "<nop, nop, TS val 6999 ecr 100>");
        tcp.Expect("P. 1:2(1) ack 1", after: 1.Seconds);               // it was not acknowledged
    }

    private static TcpScript Established() => TcpScript.Established(Peer, timestampOffset: 100);
}
