using NetSim.Packets.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>Segments that belong to no connection: CLOSED and LISTEN (RFC 9293 §3.10.7.1, §3.10.7.2).</summary>
public class TcpClosedTests
{
    private const TcpFlags None = TcpFlags.None;
    private const TcpFlags ResetAck = TcpFlags.Rst | TcpFlags.Ack;

    [Theory]
    [InlineData(TcpFlags.Syn, 0, ResetAck, 0u, 1_001u)]
    [InlineData(TcpFlags.Syn, 10, ResetAck, 0u, 1_011u)]
    [InlineData(TcpFlags.Fin, 0, ResetAck, 0u, 1_001u)]
    [InlineData(TcpFlags.Syn | TcpFlags.Fin, 10, ResetAck, 0u, 1_012u)]
    [InlineData(None, 0, ResetAck, 0u, 1_000u)]
    [InlineData(TcpFlags.Psh | TcpFlags.Urg, 10, ResetAck, 0u, 1_010u)]
    [InlineData(TcpFlags.Ack, 0, TcpFlags.Rst, 7_000u, 0u)]
    [InlineData(TcpFlags.Ack | TcpFlags.Fin, 10, TcpFlags.Rst, 7_000u, 0u)]
    [InlineData(TcpFlags.Ack | TcpFlags.Syn, 0, TcpFlags.Rst, 7_000u, 0u)]
    public void A_segment_to_CLOSED_is_reset_at_the_number_that_its_sender_believes(TcpFlags flags, int length, TcpFlags expected, uint seq, uint ack)
    {
        var server = new TcpServer();

        server.Send(flags, 1_000, (flags & TcpFlags.Ack) != 0 ? 7_000u : 0, length);

        var answer = server.Answer();
        (answer.Flags, answer.Sequence.Value, answer.Acknowledgment.Value).Should().Be((expected, seq, ack));
        answer.Payload.IsEmpty.Should().BeTrue();
        answer.Options.Count.Should().Be(0);
    }

    [Theory]
    [InlineData(TcpFlags.Rst)]
    [InlineData(TcpFlags.Rst | TcpFlags.Ack)]
    [InlineData(TcpFlags.Rst | TcpFlags.Syn)]
    public void A_reset_is_answered_neither_in_CLOSED_nor_in_LISTEN(TcpFlags flags)
    {
        var server = new TcpServer();

        server.Send(flags, 1_000, 7_000);
        server.ExpectSilence();
        server.Listen();
        server.Send(flags, 1_000, 7_000);

        server.ExpectSilence();
    }

    [Theory]
    [InlineData(TcpFlags.Ack)]
    [InlineData(TcpFlags.Ack | TcpFlags.Syn)]
    [InlineData(TcpFlags.Ack | TcpFlags.Fin)]
    public void An_acknowledgment_to_LISTEN_is_reset(TcpFlags flags)   // §3.10.7.2, second
    {
        var server = new TcpServer();
        server.Listen();

        server.Send(flags, 1_000, 7_000);

        (server.Answer().Flags, server.Answer().Sequence.Value).Should().Be((TcpFlags.Rst, 7_000u));
    }

    [Theory]
    [InlineData(None)]
    [InlineData(TcpFlags.Fin)]
    [InlineData(TcpFlags.Psh | TcpFlags.Urg)]
    public void What_neither_opens_nor_acknowledges_is_dropped_in_LISTEN(TcpFlags flags)   // §3.10.7.2, fourth
    {
        var server = new TcpServer();
        server.Listen();

        server.Send(flags, 1_000, length: 10);

        server.ExpectSilence();
    }
}
