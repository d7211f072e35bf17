using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpAcceptabilityTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(0x8000_0001)]
    [InlineData(0xFFFF_0000)]
    public void A_segment_outside_the_window_is_answered_with_what_is_expected(long seq)   // RFC 9293 §3.10.7.4, first
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: seq, ack: 1, data: seq == 0 ? "" : "x");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.ReadText().Should().BeEmpty();
    }

    [Fact]
    public void Empty_segments_outside_the_window_are_answered_sparingly()   // RFC 5961 §7: no war of acknowledgments
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 0, ack: 1);
        tcp.Expect(". 1:1(0) ack 1");
        for (var i = 0; i < 100; i++)
            tcp.Send(".", seq: 0, ack: 1);
        tcp.ExpectNothingFor(500.Milliseconds);
        tcp.Send(".", seq: 0, ack: 1);
        tcp.Expect(". 1:1(0) ack 1");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0x7FFF_FFFF)]
    public void An_acknowledgment_of_what_was_not_sent_is_answered_and_its_data_dropped(long ack)   // RFC 9293 §3.10.7.4, fifth
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.", seq: 1, ack: ack, data: "x");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.ReadText().Should().BeEmpty();
    }

    [Theory]
    [InlineData(-65_535)]
    [InlineData(-0x7000_0000)]
    public void An_acknowledgment_older_than_any_window_is_answered_and_its_data_dropped(long ack)   // RFC 5961 §5.2
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.", seq: 1, ack: ack, data: "x");
        tcp.Expect(". 1:1(0) ack 1");
        tcp.ReadText().Should().BeEmpty();
    }

    [Fact]
    public void Data_with_a_somewhat_old_acknowledgment_is_taken()   // RFC 9293 §3.10.7.4, fifth
    {
        var tcp = TcpScript.Established();
        tcp.Write(100);
        tcp.Expect("P. 1:101(100) ack 1");
        tcp.Send(".", seq: 1, ack: 101);

        tcp.Send("P.", seq: 1, ack: 1, data: "x");
        tcp.ReadText().Should().Be("x");
    }

    [Fact]
    public void A_segment_without_ACK_is_dropped()   // RFC 9293 §3.10.7.4, fifth
    {
        var tcp = TcpScript.Established();

        tcp.Send("P", seq: 1, data: "x");
        tcp.ExpectNothing();
        tcp.ReadText().Should().BeEmpty();
    }

    [Fact]
    public void Data_after_the_peers_FIN_is_ignored()   // RFC 9293 §3.10.7.4, seventh, CLOSE-WAIT
    {
        var tcp = TcpScript.In(TcpState.CloseWait);

        tcp.Send(".", seq: 2, ack: 1, data: "x");
        tcp.ReadText().Should().BeEmpty();
        tcp.ExpectNothing();
    }
}
