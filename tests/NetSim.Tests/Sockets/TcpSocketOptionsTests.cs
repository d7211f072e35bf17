using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Sockets;

public class TcpSocketOptionsTests
{
    [Fact]
    public void Accepted_sockets_start_with_the_listeners_options_and_go_their_own_way()
    {
        var test = new TcpNetwork();
        test.Network.Run(async () =>
        {
            using var listener = test.Server.Sockets.Listen(80, configure: socket =>
            {
                socket.NoDelay = true;
                socket.SendBufferSize = 12_345;
                socket.KeepAliveTime = 7.Seconds;
                socket.UserTimeout = 9.Seconds;
                socket.LingerState = new LingerOption(true, 3);
            });
            using var client = await test.Client.Sockets.ConnectAsync(test.EndPoint, socket => socket.Dscp = 46);
            client.Socket.Dscp.Should().Be(46);
            using var accepted = await listener.AcceptSocketAsync();
            accepted.NoDelay.Should().BeTrue();
            accepted.SendBufferSize.Should().Be(12_345);
            accepted.KeepAliveTime.Should().Be(7.Seconds);
            accepted.UserTimeout.Should().Be(9.Seconds);
            accepted.LingerState.LingerTime.Should().Be(3);

            accepted.SendBufferSize = 1;
            listener.Server.SendBufferSize.Should().Be(12_345);
        });
    }

    [Fact]
    public void What_is_set_before_connecting_holds_for_the_connection()
    {
        var test = new TcpNetwork();
        test.Network.Run(async () =>
        {
            var (client, _) = await test.ConnectSocketsAsync(socket =>
            {
                socket.Cork = true;
                socket.ReceiveBufferSize = 5_000;
                socket.CongestionControl = TcpCongestionControl.NewReno;
            });
            client.Cork.Should().BeTrue();
            client.ReceiveBufferSize.Should().Be(5_000);
            test.Client.Sockets.Stack.Tcp.Connections.OfType<TcpConnection>().Single().Settings.TunesReceiveBuffer.Should().BeFalse();
            test.Client.Sockets.Stack.Tcp.Connections.OfType<TcpConnection>().Single().Settings.TunesSendBuffer.Should().BeTrue();
        });
    }

    [Fact]
    public void The_defaults_are_those_of_a_real_socket()
    {
        using var socket = new TcpNetwork().Client.Sockets.CreateTcpSocket();

        socket.NoDelay.Should().BeFalse();
        socket.Cork.Should().BeFalse();
        socket.LingerState.Enabled.Should().BeFalse();
        socket.KeepAlive.Should().BeFalse();
        socket.KeepAliveTime.Should().Be(2.Hours);   // RFC 9293 §3.8.4, MUST-28
        socket.UserTimeout.Should().BeNull();
        socket.MaximumSegmentSize.Should().BeNull();
        socket.QuickAck.Should().BeNull();
        socket.UrgentInline.Should().BeTrue();       // RFC 6093 §3.2
        socket.ReuseAddress.Should().BeFalse();
        socket.LocalEndPoint.Should().BeNull();
        socket.RemoteEndPoint.Should().BeNull();
    }

    [Fact]
    public void What_is_out_of_range_is_refused_with_the_range()
    {
        using var socket = new TcpNetwork().Client.Sockets.CreateTcpSocket();

        Refusing(() => socket.SendBufferSize = 0).Should().Contain("Client TCP socket: SendBufferSize is 1 to 1073741824 octets.");
        Refusing(() => socket.ReceiveBufferSize = -1).Should().Contain("ReceiveBufferSize");
        Refusing(() => socket.MaximumSegmentSize = 65_496).Should().Contain("1 to 65495 octets");
        Refusing(() => socket.KeepAliveRetryCount = 0).Should().Contain("1 to 255 keep-alives");
        Refusing(() => socket.KeepAliveTime = Duration.Zero).Should().Contain("KeepAliveTime is more than zero");
        Refusing(() => socket.KeepAliveInterval = Duration.Zero).Should().Contain("more than zero");
        Refusing(() => socket.UserTimeout = Duration.Zero).Should().Contain("more than zero");
        Refusing(() => socket.Ttl = 0).Should().Contain("1 to 255 hops");
        Refusing(() => socket.Dscp = 64).Should().Contain("Dscp is 0 to 63.");
        Refusing(() => socket.SynRetryCount = 256).Should().Contain("0 to 255");
        Refusing(() => socket.LingerState = new LingerOption(true, -1)).Should().Contain("0 to 65535 seconds");
        Refusing(() => socket.FinWait2Timeout = new Duration(-1)).Should().NotBeEmpty();
    }

    [Fact]
    public void A_stream_shows_its_socket()
    {
        var test = new TcpNetwork();
        test.Network.Run(async () =>
        {
            var (client, _) = await test.ConnectAsync();
            client.NoDelay = true;
            client.Socket.NoDelay.Should().BeTrue();
            client.Socket.LocalEndPoint.Should().Be(client.LocalEndPoint);
            await client.DisposeAsync();
            var option = () => client.Socket.NoDelay = false;
            option.Should().Throw<ObjectDisposedException>();
        });
    }

    private static string Refusing(Action action) => action.Should().Throw<ArgumentOutOfRangeException>().Which.Message;
}
