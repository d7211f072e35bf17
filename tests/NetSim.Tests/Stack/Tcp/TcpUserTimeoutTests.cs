using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpUserTimeoutTests
{
    private static readonly TcpOptions Plain = new() { Timestamps = false, SelectiveAcks = false, WindowScaling = false };
    private static readonly TcpOptions Telling = Plain with { UserTimeoutOption = true };

    [Fact]
    public void A_SYN_tells_the_time_that_the_application_has_set()   // RFC 5482 §3.1
    {
        var tcp = TcpScript.Closed(Telling, settings => settings.UserTimeout = 40_000.Seconds);

        tcp.Connect();

        tcp.Expect("S 0:0(0) <mss 1460, uto 667 min>");
    }

    [Fact]
    public void A_listener_tells_the_hosts_own()   // RFC 5482 §3.1
    {
        var tcp = TcpScript.Closed(Telling, _ => { });

        tcp.Accept("S", "<mss 1000, uto 300 s>");

        tcp.Expect("S. 0:0(0) ack 1 <mss 1460, uto 100 s>");
    }

    [Theory]
    [InlineData("uto 300 s", 300)]
    [InlineData("uto 5 min", 300)]
    [InlineData("uto 10 s", 100)]      // L_LIMIT
    [InlineData("uto 0 s", 100)]       // reserved
    public void The_longer_of_both_times_holds_within_limits(string option, int seconds)   // RFC 5482 §3.1
    {
        var tcp = TcpScript.Established($"<mss 1000, {option}>", Telling);

        tcp.Write(100);
        tcp.Pass((seconds - 1).Seconds);
        tcp.Connection.Error.Should().BeNull();
        tcp.Pass(61.Seconds);

        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void What_the_application_has_set_the_peer_does_not_change()   // RFC 5482 §3.2: CHANGEABLE
    {
        var tcp = TcpScript.Established("<mss 1000, uto 300 s>", Telling, settings: settings => settings.UserTimeout = 5.Seconds);

        tcp.Write(100);
        tcp.Pass(5.Seconds);

        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void Where_it_is_switched_off_nothing_is_told_and_nothing_listened_to()   // RFC 5482 §3
    {
        var tcp = TcpScript.Established("<mss 1000, uto 300 s>", Plain);

        tcp.Write(100);
        tcp.Pass(160.Seconds);

        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }
}
