using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpUrgentTests
{
    [Fact]
    public void The_pointer_points_behind_the_last_urgent_octet()   // RFC 6093 §3.1, §4
    {
        var tcp = TcpScript.Established(mss: 1_000);

        tcp.WriteUrgent("abc");
        tcp.Expect("P.U 1:4(3) ack 1 urg 3");
        tcp.Send(".", seq: 1, ack: 4);
        tcp.Write("de");
        tcp.Expect("P. 4:6(2) ack 1");
    }

    [Fact]
    public void All_segments_up_to_it_carry_the_pointer()   // RFC 9293 §3.8.5
    {
        var tcp = TcpScript.Established(mss: 1_000, window: 2_000);
        tcp.Write(2_500);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Expect(". 1001:2001(1000) ack 1");

        tcp.WriteUrgent("!");
        tcp.Send(".", seq: 1, ack: 1_001, win: 2_000);
        tcp.Expect("P.U 2001:2502(501) ack 1 urg 501");                // it does not wait for Nagle's algorithm
        tcp.Expect(".U 1001:2001(1000) ack 1 urg 1501", after: 1.Seconds); // the retransmission tells of it, too
    }

    [Fact]
    public void Urgent_data_stays_in_line_and_its_place_is_marked()   // RFC 6093 §3.2, RFC 9293 §3.8.5, MUST-32, MUST-33
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.U", seq: 1, ack: 1, data: "abc", urg: 2);
        tcp.Connection.HasUrgent.Should().BeTrue();
        tcp.Connection.IsAtUrgentMark.Should().BeFalse();
        tcp.ReadText().Should().Be("a");
        tcp.Connection.IsAtUrgentMark.Should().BeTrue();
        tcp.ReadText().Should().Be("bc");
        tcp.Connection.HasUrgent.Should().BeFalse();
    }

    [Fact]
    public void The_application_is_told_before_the_urgent_octet_comes()   // RFC 9293 §3.8.5, MUST-32
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.U", seq: 1, ack: 1, data: "abc", urg: 100);
        tcp.Connection.HasUrgent.Should().BeTrue();
        tcp.ReadText().Should().Be("abc");
        tcp.Connection.HasUrgent.Should().BeTrue();
    }

    [Fact]
    public void The_application_is_told_though_the_window_is_closed()   // RFC 9293 §3.10.7.4, MUST-66
    {
        var tcp = TcpScript.Established(new TcpOptions { ReceiveBufferSize = 1_000, MaxReceiveBufferSize = 1_000 });
        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1001 win 0", after: 200.Milliseconds);

        tcp.Send(".U", seq: 1_001, ack: 1, urg: 10);
        tcp.Connection.HasUrgent.Should().BeTrue();
    }

    [Fact]
    public void Without_OOBINLINE_the_octet_leaves_the_stream()   // RFC 6093 §2.4 (as the sockets API has it)
    {
        var tcp = TcpScript.Established("<mss 1000>", settings: settings => settings.UrgentInline = false);

        tcp.Send("P.U", seq: 1, ack: 1, data: "abc", urg: 2);
        tcp.Connection.TryReadUrgent(out var octet).Should().BeTrue();
        octet.Should().Be((byte)'b');
        tcp.Connection.TryReadUrgent(out _).Should().BeFalse();
        (tcp.ReadText() + tcp.ReadText()).Should().Be("ac");
        tcp.Pass(200.Milliseconds).Should().Equal(". 1:1(0) ack 4");
    }

    [Fact]
    public void A_pointer_to_what_was_read_already_is_no_news()   // RFC 9293 §3.10.7.4, sixth
    {
        var tcp = TcpScript.Established();
        tcp.Send("P.", seq: 1, ack: 1, data: "abc");
        tcp.ReadText().Should().Be("abc");

        tcp.Receive(".U", seq: 4, ack: 1);                             // an urgent pointer of zero
        tcp.Connection.HasUrgent.Should().BeFalse();
    }

    [Theory]
    [InlineData(0xFFFF_FFFE)]
    [InlineData(0x7FFF_FFFD)]
    public void The_mark_passes_the_end_of_the_number_space(uint initial)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established(iss: initial, peerIss: initial, mss: 1_000);

        tcp.WriteUrgent("abcdef");
        tcp.Expect("P.U 1:7(6) ack 1 urg 6");
        tcp.Send("P.U", seq: 1, ack: 7, data: "abcdef", urg: 5);
        tcp.ReadText().Should().Be("abcd");
        tcp.Connection.IsAtUrgentMark.Should().BeTrue();
        tcp.ReadText().Should().Be("ef");
    }
}
