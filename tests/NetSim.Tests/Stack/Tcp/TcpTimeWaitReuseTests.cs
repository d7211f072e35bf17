using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>RFC 9293 §3.6.1, MAY-2; RFC 6191.</summary>
public class TcpTimeWaitReuseTests
{
    /// <summary>The greatest number that the peer sends on the connection in TIME-WAIT, plus 1: RCV.NXT.</summary>
    private const uint RcvNxt = 5_002;

    [Fact]
    public void A_newer_SYN_ends_TIME_WAIT_and_opens_a_connection_whose_numbers_are_beyond_the_old_ones()
    {
        var server = new TcpServer();
        var listening = BringToTimeWait(server);
        var (old, sndNxt) = (server.Connection()!, server.SentUpTo);

        var iss = server.SendSyn(RcvNxt + 1);

        (iss - sndNxt).Should().BeInRange(1, int.MaxValue);
        server.Connection()!.State.Should().Be(TcpState.SynReceived);
        server.Send(TcpFlags.Ack, RcvNxt + 2, iss + 1);
        old.State.Should().Be(TcpState.Closed);
        listening.TryAccept()!.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void Where_the_SYN_was_an_old_duplicate_TIME_WAIT_goes_on()   // RFC 9293 §3.6.1 (2)
    {
        var server = new TcpServer();
        var listening = BringToTimeWait(server);
        var end = server.Simulation.Now + 240.Seconds;
        server.RunFor(100.Seconds);
        var old = server.Connection()!;
        server.SendSyn(RcvNxt + 1);

        server.Send(TcpFlags.Rst, RcvNxt + 2); // whoever sent the SYN once knows nothing of the SYN+ACK

        server.Connection().Should().BeSameAs(old);
        old.State.Should().Be(TcpState.TimeWait);
        listening.IsSynQueueFull.Should().BeFalse();
        server.RunFor(end - server.Simulation.Now - 1.Seconds);
        server.Connection().Should().BeSameAs(old);
        server.RunFor(1.Seconds);
        server.Connection().Should().BeNull();
    }

    [Fact]
    public void The_end_of_the_old_TIME_WAIT_does_not_end_the_newer_connection()
    {
        var server = new TcpServer();
        BringToTimeWait(server);
        var old = server.Connection()!;
        server.RunFor(239.Seconds);
        var iss = server.SendSyn(RcvNxt + 1);

        server.RunFor(1.Seconds);
        old.State.Should().Be(TcpState.Closed);
        server.Connection()!.State.Should().Be(TcpState.SynReceived);
        server.Send(TcpFlags.Ack, RcvNxt + 2, iss + 1);

        server.Connection()!.State.Should().Be(TcpState.Established);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void An_old_SYN_is_answered_with_what_TIME_WAIT_expects(int beyond)   // RFC 9293 §3.10.7.4, fourth
    {
        var server = new TcpServer();
        BringToTimeWait(server);

        server.Send(TcpFlags.Syn, (uint)(RcvNxt + beyond));

        server.Answer().Flags.Should().Be(TcpFlags.Ack);
        server.Answer().Acknowledgment.Value.Should().Be(RcvNxt);
        server.Connection()!.State.Should().Be(TcpState.TimeWait);
    }

    [Theory]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack)]
    [InlineData(TcpFlags.Syn | TcpFlags.Rst)]
    public void Only_a_SYN_that_opens_a_connection_ends_TIME_WAIT(TcpFlags flags)
    {
        var server = new TcpServer();
        BringToTimeWait(server);

        server.Send(flags, RcvNxt + 1, ack: server.SentUpTo);

        server.Connection()!.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void Where_nobody_listens_TIME_WAIT_goes_on()
    {
        var server = new TcpServer();
        BringToTimeWait(server).Close();

        server.Send(TcpFlags.Syn, RcvNxt + 1);

        server.Answer().Flags.Should().Be(TcpFlags.Ack);
        server.Connection()!.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void Other_states_do_not_yield()
    {
        var server = new TcpServer();
        server.Listen();
        server.Open();

        server.Send(TcpFlags.Syn, 5_002);

        server.Connection()!.State.Should().Be(TcpState.Established);
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        var server = new TcpServer(new TcpOptions { TimeWaitReuse = false });
        BringToTimeWait(server);

        server.Send(TcpFlags.Syn, RcvNxt + 1);

        server.Connection()!.State.Should().Be(TcpState.TimeWait);
    }

    [Fact]
    public void A_full_queue_of_handshakes_does_not_matter()
    {
        var server = new TcpServer();
        BringToTimeWait(server);
        server.SendSyn(remote: new(TcpServer.Remote.Address, 1)); // the backlog is 1

        server.SendSyn(RcvNxt + 1);

        server.Connection()!.State.Should().Be(TcpState.SynReceived);
    }

    [Theory]
    [InlineData(101u, RcvNxt - 100, true)]  // a later timestamp
    [InlineData(100u, RcvNxt + 1, true)]    // the same, and a greater number
    [InlineData(100u, RcvNxt, false)]
    [InlineData(99u, RcvNxt + 1, false)]    // an earlier one
    [InlineData(null, RcvNxt + 1, true)]    // none: the number alone counts
    [InlineData(null, RcvNxt, false)]
    [InlineData(100u + 0x8000_0001, RcvNxt + 1, false)] // earlier, modulo 2³²
    public void Timestamps_say_what_is_newer_where_both_connections_have_them(uint? timestamp, uint sequence, bool expected)   // RFC 6191 §2
    {
        var syn = new TcpSegment
        {
            SourcePort = 1,
            DestinationPort = 2,
            Sequence = new(sequence),
            Flags = TcpFlags.Syn,
            Options = timestamp is { } value ? [new TimestampsOption(value, 0)] : [],
        };

        TimeWaitConnection.IsNewer(syn, new(RcvNxt), recentTimestamp: 100).Should().Be(expected);
        TimeWaitConnection.IsNewer(syn, new(RcvNxt), recentTimestamp: null).Should().Be(sequence > RcvNxt);
    }

    /// <summary>A connection that the server closed first, with a listener of backlog 1.</summary>
    internal static TcpListening BringToTimeWait(TcpServer server)
    {
        var listening = server.Listen();
        var iss = server.Open();
        listening.TryAccept()!.Close();
        server.Send(TcpFlags.Ack | TcpFlags.Fin, 5_001, iss + 2);
        server.Connection()!.State.Should().Be(TcpState.TimeWait);
        return listening;
    }
}
