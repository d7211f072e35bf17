using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>RFC 4987 §3.6.</summary>
public class TcpSynCookieTests
{
    private static readonly TcpOptions Always = new() { SynCookies = SynCookieMode.Always };

    [Fact]
    public void A_hundred_thousand_SYNs_leave_nothing_behind()
    {
        var server = new TcpServer(Always);
        server.Listen(backlog: 128);

        for (var i = 0; i < 100_000; i++)
            server.Send(TcpFlags.Syn, seq: (uint)i * 77_777, remote: new Ipv4EndPoint(new Ipv4Address(0xC633_6400 + ((uint)i / 10_000)), (ushort)(i % 10_000 + 1)));

        server.Sent.Should().Be(100_000);
        server.Tcp.Connections.Should().BeEmpty();
        server.Simulation.IsIdle.Should().BeTrue("what is kept of a SYN would have a timer");
    }

    [Fact]
    public void The_acknowledgment_of_a_cookie_makes_the_connection()
    {
        var server = new TcpServer(Always);
        var listening = server.Listen();

        var iss = server.SendSyn(5_000, options: new MaximumSegmentSizeOption(1_460));
        server.Tcp.Connections.Should().BeEmpty();
        server.Send(TcpFlags.Ack, 5_001, iss + 1);

        var connection = listening.TryAccept()!;
        connection.State.Should().Be(TcpState.Established);
        server.ExpectSilence();
        server.Send(TcpFlags.Ack | TcpFlags.Psh, 5_001, iss + 1, length: 100);
        connection.Available.Should().Be(100);
        connection.Write(Payload.Zeros(10));
        server.Wait(1.Milliseconds);
        server.Answer().Sequence.Value.Should().Be(iss + 1);
        server.Answer().Acknowledgment.Value.Should().Be(5_101);
    }

    [Fact]
    public void Data_may_come_before_any_other_acknowledgment()
    {
        var server = new TcpServer(Always);
        var listening = server.Listen();

        var iss = server.SendSyn(5_000);
        server.Send(TcpFlags.Ack | TcpFlags.Psh, 5_001, iss + 1, length: 100);

        listening.TryAccept()!.Available.Should().Be(100);
    }

    [Theory]
    [InlineData(1_460, 1_460)]
    [InlineData(1_459, 1_452)]
    [InlineData(700, 536)]
    [InlineData(null, 536)]
    public void Segments_are_as_large_as_the_cookie_says(int? offered, int expected)   // RFC 9293 §3.7.1, MUST-15, MUST-16
    {
        var server = new TcpServer(Always);
        var listening = server.Listen();
        var iss = offered is { } mss ? server.SendSyn(options: new MaximumSegmentSizeOption((ushort)mss)) : server.SendSyn();
        server.Send(TcpFlags.Ack, 5_001, iss + 1);

        listening.TryAccept()!.Write(Payload.Zeros(2_000));

        server.Tcp.Connections.Should().ContainSingle();
        server.RunFor(1.Milliseconds);
        server.FirstAnswer().Payload.Length.Should().Be(expected);
    }

    [Fact]
    public void A_peer_that_takes_less_than_a_cookie_can_say_gets_an_ordinary_answer()
    {
        var server = new TcpServer(Always);
        server.Listen();

        server.SendSyn(options: new MaximumSegmentSizeOption(100));

        server.Connection()!.State.Should().Be(TcpState.SynReceived);
    }

    [Fact]
    public void A_forged_acknowledgment_is_reset()   // RFC 9293 §3.10.7.2, second
    {
        var server = new TcpServer(Always);
        server.Listen();
        var iss = server.SendSyn(5_000);

        server.Send(TcpFlags.Ack, 5_001, iss + 2);

        server.Answer().Flags.Should().Be(TcpFlags.Rst);
        server.Answer().Sequence.Value.Should().Be(iss + 2);
        server.Tcp.Connections.Should().BeEmpty();
    }

    [Fact]
    public void A_late_acknowledgment_is_reset()
    {
        var server = new TcpServer(Always);
        server.Listen();
        var iss = server.SendSyn(5_000);

        server.RunFor(128.Seconds);
        server.SendSyn(6_000, Ipv4EndPoint.Parse("198.51.100.2:1")); // cookies are looked at still
        server.Send(TcpFlags.Ack, 5_001, iss + 1);

        server.Answer().Flags.Should().Be(TcpFlags.Rst);
    }

    [Fact]
    public void Where_no_cookie_was_made_none_is_believed()
    {
        var always = new TcpServer(Always);
        always.Listen();
        var cookie = always.SendSyn(5_000);
        var server = new TcpServer(); // of the same name and seed, so with the same keys
        server.Listen();

        server.Send(TcpFlags.Ack, 5_001, cookie + 1);

        server.Answer().Flags.Should().Be(TcpFlags.Rst);
    }

    [Fact]
    public void Past_the_backlog_and_only_there_SYNs_are_answered_with_cookies()
    {
        var server = new TcpServer();
        server.Listen(backlog: 2);

        for (var port = 1; port <= 10; port++)
            server.SendSyn(remote: new Ipv4EndPoint(TcpServer.Remote.Address, (ushort)port));

        server.Tcp.Connections.Should().HaveCount(2).And.OnlyContain(connection => connection.State == TcpState.SynReceived);
    }

    [Fact]
    public void Without_cookies_SYNs_past_the_backlog_are_dropped()
    {
        var server = new TcpServer(new TcpOptions { SynCookies = SynCookieMode.Off });
        server.Listen(backlog: 1);
        server.SendSyn();

        server.Send(TcpFlags.Syn, 5_000, remote: Ipv4EndPoint.Parse("198.51.100.2:1"));

        server.ExpectSilence();
        server.Tcp.Connections.Should().ContainSingle();
    }

    [Fact]
    public void The_answer_has_the_options_that_its_timestamp_can_keep()   // RFC 7323 §2.2, §3.2
    {
        var server = new TcpServer(Always with { RandomTimestampOffset = false, Ecn = EcnMode.Accept });
        server.Listen();
        server.RunFor(10.Seconds);

        server.Send(TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr, 5_000, options:
            [new MaximumSegmentSizeOption(1_460), new SackPermittedOption(), new TimestampsOption(77, 0), new NoOperationOption(), new WindowScaleOption(9)]);

        var answer = server.Answer();
        answer.Flags.Should().Be(TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Ece);
        answer.Options.ToString().Should().Be("mss 1460, sackOK, TS val 9977 ecr 77, nop, wscale 7"); // 9977 = 155 * 64 + 57: ECN, SACK, shift 9
        server.AnswerPacket().Ecn.Should().Be(0); // RFC 3168 §6.1.1
    }

    [Fact]
    public void The_connection_has_the_options_that_its_timestamp_kept()
    {
        var server = new TcpServer(Always);
        var listening = server.Listen();
        server.Send(TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr, 5_000, options:
            [new MaximumSegmentSizeOption(1_460), new SackPermittedOption(), new TimestampsOption(77, 0), new NoOperationOption(), new WindowScaleOption(9)]);
        var answer = server.Answer();

        server.Send(
            TcpFlags.Ack, 5_001, answer.Sequence.Value + 1, options:
            [new NoOperationOption(), new NoOperationOption(), new TimestampsOption(78, answer.FindOption<TimestampsOption>()!.Value)]);

        var info = listening.TryAccept()!.Info();
        (info.UsesTimestamps, info.UsesSelectiveAcks, info.UsesEcn).Should().Be((true, true, true));
        (info.SendWindowScale, info.ReceiveWindowScale).Should().Be((9, answer.FindOption<WindowScaleOption>()!.ShiftCount));
    }

    [Fact]
    public void Without_timestamps_the_connection_has_no_options()
    {
        var server = new TcpServer(Always);
        var listening = server.Listen();
        var iss = server.SendSyn(5_000, null, new MaximumSegmentSizeOption(1_460), new SackPermittedOption(), new WindowScaleOption(9));
        server.Send(TcpFlags.Ack, 5_001, iss + 1);

        var info = listening.TryAccept()!.Info();

        (info.UsesTimestamps, info.UsesSelectiveAcks, info.UsesWindowScaling).Should().Be((false, false, false));
    }

    [Fact]
    public void Without_timestamps_the_answer_has_no_options_but_MSS()
    {
        var server = new TcpServer(Always);
        server.Listen();

        server.Send(TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr, 5_000, options:
            [new MaximumSegmentSizeOption(1_460), new NoOperationOption(), new NoOperationOption(), new SackPermittedOption(), new NoOperationOption(), new WindowScaleOption(9)]);

        server.Answer().Flags.Should().Be(TcpFlags.Syn | TcpFlags.Ack);
        server.Answer().Options.ToString().Should().Be("mss 1460");
    }

    [Fact]
    public void A_good_cookie_waits_in_its_handshake_where_nobody_accepts()
    {
        var server = new TcpServer(Always);
        var listening = server.Listen(backlog: 1);
        var other = Ipv4EndPoint.Parse("198.51.100.2:1");
        var (iss, otherIss) = (server.SendSyn(), server.SendSyn(remote: other));
        server.Send(TcpFlags.Ack, 5_001, iss + 1);

        server.Send(TcpFlags.Ack, 5_001, otherIss + 1, remote: other);

        server.Connection(other)!.State.Should().Be(TcpState.SynReceived);
        listening.TryAccept()!.Remote.Should().Be(TcpServer.Remote);
        server.Wait(1.Seconds);
        server.Answer().Flags.Should().Be(TcpFlags.Syn | TcpFlags.Ack); // sent again: the peer answers it
        server.Answer().Sequence.Value.Should().Be(otherIss);
        server.Send(TcpFlags.Ack, 5_001, otherIss + 1, remote: other);
        listening.TryAccept()!.State.Should().Be(TcpState.Established);
    }
}
