using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpResetTests
{
    [Fact]
    public void A_reset_in_answer_to_the_SYN_is_a_refusal()   // RFC 9293 §3.10.7.3, second
    {
        var tcp = TcpScript.SynSent();

        tcp.Send("R.", seq: 0, ack: 1);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.ConnectionRefused);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void In_SYN_SENT_a_reset_without_the_right_acknowledgment_is_ignored()   // RFC 9293 §3.10.7.3, first and second
    {
        var tcp = TcpScript.SynSent();

        tcp.Send("R", seq: 0);
        tcp.Send("R.", seq: 0, ack: 0);
        tcp.Send("R.", seq: 0, ack: 2);
        tcp.State.Should().Be(TcpState.SynSent);
        tcp.ExpectNothing();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(0x8000_0000)]
    [InlineData(0xFFFF_FFFF)]
    public void In_SYN_SENT_an_acknowledgment_of_something_else_is_reset_at_its_own_number(long ack)   // RFC 9293 §3.10.7.3, first; §3.5.2
    {
        var tcp = TcpScript.SynSent();

        tcp.Send(".", seq: 77, ack: ack);
        tcp.Expect($"R {ack}:{ack}(0)");
        tcp.State.Should().Be(TcpState.SynSent);
    }

    [Fact]
    public void In_SYN_RECEIVED_an_acknowledgment_of_something_else_is_reset_at_its_own_number()   // RFC 9293 §3.10.7.4, fifth
    {
        var tcp = TcpScript.SynReceived();

        tcp.Send(".", seq: 1, ack: 99);
        tcp.Expect("R 99:99(0)");
        tcp.State.Should().Be(TcpState.SynReceived);
    }

    [Theory]
    [InlineData(TcpState.Established, SocketError.ConnectionReset)]
    [InlineData(TcpState.FinWait1, SocketError.ConnectionReset)]
    [InlineData(TcpState.FinWait2, SocketError.ConnectionReset)]
    [InlineData(TcpState.CloseWait, SocketError.ConnectionReset)]
    [InlineData(TcpState.Closing, null)]
    [InlineData(TcpState.LastAck, null)]
    [InlineData(TcpState.TimeWait, null)]
    public void A_reset_at_the_expected_number_ends_the_connection(TcpState state, SocketError? error)   // RFC 9293 §3.10.7.4, second
    {
        var tcp = TcpScript.In(state);

        tcp.Send("R", seq: state is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 ? 1 : 2);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(error);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void A_reset_in_SYN_RECEIVED_returns_to_LISTEN()   // RFC 9293 §3.10.7.4, second, SYN-RECEIVED
    {
        var tcp = TcpScript.SynReceived();

        tcp.Send("R", seq: 1);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(65_535)]
    public void A_reset_elsewhere_in_the_window_is_challenged(long seq)   // RFC 9293 §3.10.7.4, second; RFC 5961 §3.2
    {
        var tcp = TcpScript.Established();

        tcp.Send("R", seq: seq);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.State.Should().Be(TcpState.Established);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(0x8000_0001)]
    public void A_reset_outside_the_window_is_ignored(long seq)   // RFC 9293 §3.10.7.4, first and second
    {
        var tcp = TcpScript.Established();

        tcp.Send("R", seq: seq);
        tcp.ExpectNothing();
        tcp.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void A_reset_is_obeyed_while_the_window_is_closed_whatever_it_carries()   // RFC 9293 §3.10.7.4, first: MUST-66
    {
        var tcp = TcpScript.Established(new TcpOptions { ReceiveBufferSize = 1_000 });

        tcp.Send(".", seq: 1, ack: 1, length: 1_000);
        tcp.Expect(". 1:1(0) ack 1001 win 0", after: 200.Milliseconds);
        tcp.Send("R", seq: 1_001, data: "go away");
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.ConnectionReset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(0x7000_0000)]
    public void A_SYN_on_an_open_connection_is_challenged(long seq)   // RFC 9293 §3.10.7.4, fourth; RFC 5961 §4.2
    {
        var tcp = TcpScript.Established();

        tcp.Send("S", seq: seq);
        tcp.Expect(". 1:1(0) ack 1");
        tcp.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void Challenges_are_sparing()   // RFC 5961 §7
    {
        var tcp = TcpScript.Established();

        tcp.Send("S", seq: 1);
        tcp.Expect(". 1:1(0) ack 1");
        for (var i = 0; i < 100; i++)
            tcp.Send("S", seq: 1);
        tcp.ExpectNothingFor(1.Seconds);
        tcp.Send("S", seq: 1);
        tcp.Expect(". 1:1(0) ack 1");
    }

    [Theory]
    [InlineData(TcpState.Established, "R. 1:1(0) ack 1")]
    [InlineData(TcpState.FinWait1, "R. 2:2(0) ack 1")]
    [InlineData(TcpState.FinWait2, "R. 2:2(0) ack 1")]
    [InlineData(TcpState.CloseWait, "R. 1:1(0) ack 2")]
    [InlineData(TcpState.SynReceived, "R. 1:1(0) ack 1")]
    [InlineData(TcpState.SynSent, null)]
    [InlineData(TcpState.Closing, null)]
    [InlineData(TcpState.LastAck, null)]
    [InlineData(TcpState.TimeWait, null)]
    public void An_abort_resets_the_peer_where_there_is_one_to_tell(TcpState state, string? reset)   // RFC 9293 §3.10.5
    {
        var tcp = TcpScript.In(state);

        tcp.Abort();
        if (reset is not null)
            tcp.Expect(reset);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.ExpectNothingFor(600.Seconds);
    }

    [Fact]
    public void The_reset_of_a_probed_peer_has_the_number_that_it_expects()   // RFC 9293 §3.5.2
    {
        var tcp = TcpScript.Established(window: 0);

        tcp.Write("ab");
        tcp.Expect(". 1:2(1) ack 1", after: 1.Seconds);
        tcp.Send(".", seq: 1, ack: 1, win: 0);
        tcp.Abort();
        tcp.Expect("R. 1:1(0) ack 1");
    }

    [Fact]
    public void Closing_with_octets_unread_tells_the_peer_that_they_are_lost()   // RFC 9293 §3.6.1, SHLD-3
    {
        var tcp = TcpScript.Established();

        tcp.Send("P.", seq: 1, ack: 1, data: "lost");
        tcp.Close();
        tcp.Expect("R. 1:1(0) ack 5");
        tcp.State.Should().Be(TcpState.Closed);
    }

    [Fact]
    public void Data_that_comes_after_closing_is_reset()   // RFC 9293 §3.6.1, SHLD-3
    {
        var tcp = TcpScript.Established();

        tcp.Close();
        tcp.Expect("F. 1:1(0) ack 1");
        tcp.Send("P.", seq: 1, ack: 2, data: "lost");
        tcp.Expect("R 2:2(0)");
        tcp.State.Should().Be(TcpState.Closed);
    }
}
