using NetSim.Kernel;

namespace NetSim.Tests.Stack.Tcp;

public class TcpReassemblyTests
{
    [Fact]
    public void Segments_are_delivered_in_order_whatever_their_order()   // RFC 9293 §3.10.7.4, seventh
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 7, ack: 1, data: "gh");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send(".", seq: 3, ack: 1, data: "cd");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.ReadText().Should().BeEmpty();
        tcp.Send(".", seq: 1, ack: 1, data: "ab");
        tcp.Expect(". 1:1(0) ack 5");
        tcp.Send(".", seq: 5, ack: 1, data: "ef");
        tcp.Expect(". 1:1(0) ack 9");
        tcp.ReadText().Should().Be("abcdefgh");
    }

    [Fact]
    public void Overlapping_segments_deliver_each_octet_once()   // RFC 9293 §3.10.7.4, seventh
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 4, ack: 1, data: "def");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send(".", seq: 2, ack: 1, data: "bcdefgh");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.Send(".", seq: 1, ack: 1, data: "abc");
        tcp.Expect(". 1:1(0) ack 9");
        tcp.ReadText().Should().Be("abcdefgh");
    }

    [Fact]
    public void A_segment_that_is_old_in_part_delivers_the_new_part()   // RFC 9293 §3.10.7.4, first
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 1, ack: 1, data: "abc");
        tcp.Send(".", seq: 2, ack: 1, data: "bcde");
        tcp.ReadText().Should().Be("abcde");
        tcp.Expect(". 1:1(0) ack 6", after: 200.Milliseconds);
    }

    [Fact]
    public void A_duplicate_is_acknowledged_again_at_once()   // RFC 9293 §3.10.7.4, first
    {
        var tcp = TcpScript.Established();
        tcp.Send(".", seq: 1, ack: 1, data: "abc");
        tcp.Expect(". 1:1(0) ack 4", after: 200.Milliseconds);

        tcp.Send(".", seq: 1, ack: 1, data: "abc");
        tcp.Expect(". 1:1(0) ack 4");
        tcp.ReadText().Should().Be("abc");
    }

    [Fact]
    public void Urgent_data_stays_in_its_place_in_the_stream()   // RFC 9293 §3.8.5, MUST-62
    {
        var tcp = TcpScript.Established();

        tcp.Send("PU.", seq: 1, ack: 1, data: "abc", urg: 2);
        tcp.ReadText().Should().Be("a", "a read stops before the urgent octet, so that the application can tell which it is");
        tcp.ReadText().Should().Be("bc");
    }
}
