using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>LISTEN: its two queues, and the addresses and ports that it is for (RFC 9293 §3.9.1.1, §3.10.7.2).</summary>
public class TcpListeningTests
{
    private static readonly Ipv4EndPoint Other = Ipv4EndPoint.Parse("198.51.100.2:1");

    [Fact]
    public void Where_connections_wait_that_nobody_accepts_SYNs_are_dropped()
    {
        var server = new TcpServer();
        var listening = server.Listen(backlog: 1);
        server.Open();

        server.Send(TcpFlags.Syn, 5_000, remote: Other);
        server.ExpectSilence();

        listening.TryAccept().Should().NotBeNull();
        server.SendSyn(remote: Other);
    }

    [Fact]
    public void Where_connections_wait_that_nobody_accepts_handshakes_wait_too()
    {
        var server = new TcpServer();
        var listening = server.Listen(backlog: 2);
        var third = Ipv4EndPoint.Parse("198.51.100.3:1");
        server.Open();
        var (second, iss) = (server.SendSyn(remote: Other), server.SendSyn(remote: third));
        server.Send(TcpFlags.Ack, 5_001, second + 1, remote: Other);

        server.Send(TcpFlags.Ack, 5_001, iss + 1, remote: third);
        server.ExpectSilence();
        server.Connection(third)!.State.Should().Be(TcpState.SynReceived);

        listening.TryAccept().Should().NotBeNull();
        server.Send(TcpFlags.Ack | TcpFlags.Psh, 5_001, iss + 1, length: 10, remote: third); // the peer's data, sent again
        server.Connection(third)!.State.Should().Be(TcpState.Established);
        ((TcpConnection)server.Connection(third)!).Available.Should().Be(10);
    }

    [Fact]
    public void A_handshake_that_waits_can_be_reset()
    {
        var server = new TcpServer();
        server.Listen(backlog: 1);
        var iss = server.SendSyn(remote: Other);
        server.Tcp.Options.SynCookies.Should().Be(SynCookieMode.PastBacklog);
        var cookie = server.SendSyn();
        server.Send(TcpFlags.Ack, 5_001, iss + 1, remote: Other);
        server.Send(TcpFlags.Ack, 5_001, cookie + 1);
        server.Connection()!.State.Should().Be(TcpState.SynReceived);

        server.Send(TcpFlags.Rst, 5_001);

        server.Connection().Should().BeNull();
    }

    [Fact]
    public void A_listener_of_an_address_takes_connections_at_that_address_only()
    {
        var server = new TcpServer();
        var listening = server.Listen(address: "10.0.0.1");
        listening.Local.Should().Be(TcpServer.Local);
        server.Open();
        listening.TryAccept().Should().NotBeNull();

        listening.Close();
        server.Listen(address: "10.0.0.9");
        server.Send(TcpFlags.Syn, 9_000, remote: Other);

        server.Answer().Flags.Should().Be(TcpFlags.Rst | TcpFlags.Ack);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "10.0.0.1", false)]
    [InlineData("10.0.0.1", null, false)]
    [InlineData("10.0.0.1", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "10.0.0.2", true)]
    public void A_port_has_one_listener_for_each_address(string? first, string? second, bool expected)
    {
        var server = new TcpServer();
        server.Listen(address: first);

        (server.Listen(address: second) is not null).Should().Be(expected);
    }

    [Fact]
    public void Listeners_are_told_by_port_and_address()
    {
        var server = new TcpServer();
        server.Listen(address: "10.0.0.2");
        server.Listen(address: "10.0.0.1");

        server.Tcp.ListeningEndPoints.Should().Equal(Ipv4EndPoint.Parse("10.0.0.1:80"), Ipv4EndPoint.Parse("10.0.0.2:80"));
    }

    [Theory]
    [InlineData("0.0.0.0:80", true, "10.0.0.1:80", true, true)]
    [InlineData("0.0.0.0:80", true, "10.0.0.1:80", false, false)]
    [InlineData("0.0.0.0:80", false, "10.0.0.1:80", true, false)]
    [InlineData("10.0.0.1:80", false, "10.0.0.2:80", false, true)]
    [InlineData("10.0.0.1:80", false, "10.0.0.1:81", false, true)]
    public void Sockets_share_an_address_and_port_where_both_want_to(string first, bool firstReuse, string second, bool secondReuse, bool expected)
    {
        var tcp = new TcpServer().Tcp;
        tcp.Bind(Ipv4EndPoint.Parse(first), firstReuse).Should().Be(Ipv4EndPoint.Parse(first));

        (tcp.Bind(Ipv4EndPoint.Parse(second), secondReuse) is not null).Should().Be(expected);
    }

    [Fact]
    public void What_is_given_back_is_free_for_others()
    {
        var tcp = new TcpServer().Tcp;
        tcp.Bind(TcpServer.Local, reuses: false);
        tcp.Unbind(TcpServer.Local);

        tcp.Bind(TcpServer.Local, reuses: false).Should().Be(TcpServer.Local);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_listener_shares_its_port_with_nobody(bool reuse)
    {
        var server = new TcpServer();
        server.Listen();

        server.Tcp.Bind(TcpServer.Local, reuse).Should().BeNull();
        server.Tcp.Bind(TcpServer.Local with { Port = 81 }, reuse).Should().NotBeNull();
    }

    [Fact]
    public void A_connection_in_TIME_WAIT_keeps_its_port_but_from_those_who_reuse_it()
    {
        var server = new TcpServer();
        TcpTimeWaitReuseTests.BringToTimeWait(server).Close();

        server.Tcp.Bind(TcpServer.Local, reuses: false).Should().BeNull();
        server.Tcp.Bind(TcpServer.Local with { Address = Ipv4Address.Any }, reuses: false).Should().BeNull();
        server.Tcp.Bind(TcpServer.Local, reuses: true).Should().NotBeNull();
    }

    [Fact]
    public void Ephemeral_ports_are_not_those_that_are_bound_or_have_a_listener()
    {
        var tcp = new TcpServer().Tcp;
        tcp.Bind(Ipv4EndPoint.Parse("0.0.0.0:49152"), reuses: true);
        tcp.Listen(49_153, 1, new TcpSettings(tcp.Options), () => { });

        tcp.Connect(null, TcpServer.Remote, new TcpSettings(tcp.Options), out _)!.Local.Port.Should().Be(49_154);
        tcp.Bind(default, reuses: true).Should().Be(Ipv4EndPoint.Parse("0.0.0.0:49155"));
        tcp.Connect(null, TcpServer.Remote, new TcpSettings(tcp.Options), out _)!.Local.Port.Should().Be(49_156);
    }

    [Theory]
    [InlineData("10.0.0.1:4000", "10.0.0.1:4000")]
    [InlineData("0.0.0.0:4000", "10.0.0.1:4000")]
    [InlineData("10.0.0.1:0", "10.0.0.1:49152")]
    [InlineData("0.0.0.0:0", "10.0.0.1:49152")]
    public void A_bound_socket_connects_from_where_it_is_bound(string bound, string expected)   // RFC 9293 §3.9.1.1, MUST-43
    {
        var tcp = new TcpServer().Tcp;
        var local = Ipv4EndPoint.Parse(bound);
        if (local.Port != 0)
            tcp.Bind(local, reuses: false);

        tcp.Connect(local, TcpServer.Remote, new TcpSettings(tcp.Options), out _)!.Local.Should().Be(Ipv4EndPoint.Parse(expected));
    }

    [Fact]
    public void A_listeners_segments_have_its_DSCP_and_TTL()   // RFC 9293 §3.9.1.9, MUST-48; §3.9.2, MUST-49
    {
        var server = new TcpServer(new TcpOptions { SynCookies = SynCookieMode.PastBacklog, TimeToLive = 99 });
        server.Listen(backlog: 1, settings: new TcpSettings(server.Tcp.Options) { Dscp = 46, TimeToLive = 7 });

        server.SendSyn();
        (server.AnswerPacket().Dscp, server.AnswerPacket().TimeToLive).Should().Be((46, 7));
        server.SendSyn(remote: Other); // answered with a cookie
        (server.AnswerPacket().Dscp, server.AnswerPacket().TimeToLive).Should().Be((46, 7));
        server.Send(TcpFlags.Syn, 1, local: TcpServer.Local with { Port = 81 });
        (server.AnswerPacket().Dscp, server.AnswerPacket().TimeToLive).Should().Be((0, 99));
    }
}
