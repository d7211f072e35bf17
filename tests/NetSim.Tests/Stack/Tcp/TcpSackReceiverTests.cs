using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpSackReceiverTests
{
    [Fact]
    public void The_block_of_the_segment_that_came_is_told_first()   // RFC 2018 §4
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");

        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:2001>");
        tcp.Send(".", seq: 3_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 3001:4001 1001:2001>");
        tcp.Send(".", seq: 5_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 5001:6001 3001:4001 1001:2001>");
        tcp.Send(".", seq: 2_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:4001 5001:6001>");
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 4001 <nop,nop,sack 5001:6001>");
        tcp.Send(".", seq: 4_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 6001");
    }

    [Fact]
    public void Four_blocks_fit_and_the_oldest_is_left_out()   // RFC 2018 §3, §4
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");

        foreach (var first in new[] { 1_001, 2_001, 3_001, 4_001 })
            tcp.Receive(".", first, length: 500);
        tcp.TakeSent();
        tcp.Send(".", seq: 5_001, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 5001:5501 4001:4501 3001:3501 2001:2501>");
    }

    [Fact]
    public void Beside_timestamps_three_blocks_fit()   // RFC 2018 §3
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK, TS val 7 ecr 0>");

        foreach (var first in new[] { 1_001, 2_001, 3_001 })
            tcp.Receive(".", first, length: 500, options: "<nop, nop, TS val 7 ecr 0>");
        tcp.TakeSent();
        tcp.Send(".", seq: 4_001, ack: 1, length: 500, options: "<nop, nop, TS val 7 ecr 0>");
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,TS val 0 ecr 7,nop,nop,sack 4001:4501 3001:3501 2001:2501>");
    }

    [Fact]
    public void A_peer_that_does_not_permit_SACK_is_sent_none()   // RFC 2018 §2
    {
        var tcp = TcpScript.Established("<mss 1000>");

        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.TakeSent().Should().Equal(". 1:1(0) ack 1");
    }

    [Fact]
    public void A_duplicate_below_the_acknowledgment_is_told_once()   // RFC 2883 §4.1.1
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 1, ack: 1, length: 500);
        tcp.Send(".", seq: 501, ack: 1, length: 500);
        tcp.Pass(1.Seconds);

        tcp.Send(".", seq: 1, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1001 <nop,nop,sack 1:501>");
        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 2001", after: 200.Milliseconds);
    }

    [Fact]
    public void A_duplicate_is_told_before_the_blocks_behind_gaps()   // RFC 2883 §4.1.2
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Pass(1.Seconds);
        tcp.Send(".", seq: 1_501, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1001 <nop,nop,sack 1501:2001>");

        tcp.Send(".", seq: 1, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1001 <nop,nop,sack 1:501 1501:2001>");
    }

    [Fact]
    public void A_duplicate_behind_a_gap_is_followed_by_the_block_that_holds_it()   // RFC 2883 §4.1.3
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 501, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 501:1001>");
        tcp.Send(".", seq: 1_001, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 501:1501>");
        tcp.Send(".", seq: 3_001, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 3001:3501 501:1501>");

        tcp.Send(".", seq: 1_001, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:1501 501:1501 3001:3501>");
    }

    [Fact]
    public void Of_a_partial_duplicate_only_the_duplicate_part_is_told()   // RFC 2883 §4.2.1
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 1, ack: 1, length: 500);
        tcp.Pass(1.Seconds);

        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1001 <nop,nop,sack 1:501>", after: 200.Milliseconds);
        tcp.Send(".", seq: 1_501, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1001 <nop,nop,sack 1501:2001>");
        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 2001 <nop,nop,sack 1501:2001>");
    }

    [Fact]
    public void Of_two_duplicate_parts_the_first_is_told()   // RFC 2883 §4.2.2
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 501, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 501:1001>");
        tcp.Send(".", seq: 1_501, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1501:2001 501:1001>");

        tcp.Send(".", seq: 501, ack: 1, length: 1_500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 501:1001 501:2001>");
    }

    [Fact]
    public void Duplicates_are_not_told_where_that_is_switched_off()   // RFC 2883
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", new TcpOptions { DuplicateSelectiveAcks = false });
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Pass(1.Seconds);

        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1001");
    }

    [Fact]
    public void A_FIN_behind_a_gap_is_told_too()   // RFC 2018 §3: a FIN takes a number
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");

        tcp.Send("F.", seq: 1_001, ack: 1, length: 500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:1502>");
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1502");
        tcp.State.Should().Be(TcpState.CloseWait);
    }

    [Fact]
    public void A_data_segment_with_blocks_is_no_larger_than_the_peer_takes()   // RFC 6691 §3.1: options count
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>");
        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:2001>");
        tcp.Send(".", seq: 3_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 3001:4001 1001:2001>");

        tcp.Write(2_000);                                              // 1000 - 4 - 2 · 8 = 980
        tcp.Expect(". 1:981(980) ack 1 <nop,nop,sack 3001:4001 1001:2001>");
        tcp.Expect(". 981:1961(980) ack 1 <nop,nop,sack 3001:4001 1001:2001>");
        tcp.ExpectNothing();                                           // Nagle
        tcp.Send(".", seq: 4_001, ack: 1_961);
        tcp.Expect("P. 1961:2001(40) ack 1 <nop,nop,sack 3001:4001 1001:2001>");
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_F800)]
    [InlineData(0x7FFF_FC00)]
    public void Blocks_pass_the_end_of_the_number_space(uint initial)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established("<mss 1000, sackOK>", iss: initial, peerIss: initial);

        tcp.Send(".", seq: 1_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:2001>");
        tcp.Send(".", seq: 3_001, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 3001:4001 1001:2001>");
        tcp.Send(".", seq: 1_001, ack: 1, length: 2_500);
        tcp.Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:2001 1001:4001>");
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 4001");
    }
}
