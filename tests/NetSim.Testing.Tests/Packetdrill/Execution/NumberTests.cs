using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class NumberTests
{
    private static readonly PacketdrillOptions Linux = new() { Profile = PacketdrillProfile.Linux };

    [Fact]
    public void Numbers_are_relative_to_the_initial_ones_but_in_a_syn() => Drill.Passes(
        """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS
        +0 > S 1000:1000(0) <...>
        +.1 < S. 4294967290:4294967290(0) ack 1001 win 5840 <mss 1000>
        +0 > . 1:1(0) ack 1
        +.1 < . 1:1001(1000) ack 1 win 5840
        +0 < . 1001:2001(1000) ack 1 win 5840
        +0 > . 1:1(0) ack 1001
        +0 > . 1:1(0) ack 2001
        """,
        Linux);

    [Fact]
    public void Both_sides_may_open_at_once() => Drill.Passes(   // RFC 9293 §3.5, figure 7
        """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS
        +0 > S 0:0(0) <...>
        +.1 < S 300:300(0) win 5840 <mss 1000>
        +0 > S. 0:0(0) ack 301 <...>
        +.1 < . 1:1(0) ack 1 win 5840
        +0 write(3, ..., 100) = 100
        +0 > P. 1:101(100) ack 1
        """,
        Linux);

    [Fact]
    public void Sack_blocks_are_relative_both_ways() => Drill.Passes(
        """
        `sysctl -q -w net.ipv4.tcp_timestamps=0`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 < S 900:900(0) win 65535 <mss 1000,sackOK>
        +0 > S. 0:0(0) ack 901 <mss 1460,nop,nop,sackOK>
        +.1 < . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4
        +0 < . 1001:2001(1000) ack 1 win 65535
        +0 > . 1:1(0) ack 1 <nop,nop,sack 1001:2001>
        +0 write(4, ..., 4000) = 4000
        +0 > P. 1:4001(4000) ack 1 <nop,nop,sack 1001:2001>
        +.1 < . 1:1(0) ack 1 win 65535 <nop,nop,sack 1001:4001>
        +0 > . 1:1001(1000) ack 1 <nop,nop,sack 1001:2001>
        """,
        Linux);

    private const string Timestamps = """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 < S 0:0(0) win 65535 <mss 1000,sackOK,TS val 100 ecr 0,nop,wscale 7>
        +0 > S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 700 ecr 100,nop,wscale 7>
        +.1 < . 1:1(0) ack 1 win 257 <nop,nop,TS val 200 ecr 700>
        +0 accept(3, ..., ...) = 4
        +.2 write(4, ..., 100) = 100

        """;

    [Fact]
    public void Timestamps_are_mapped() => Drill.Passes(Timestamps + "+0 > P. 1:101(100) ack 1 <nop,nop,TS val 1000 ecr 200>", Linux);

    [Fact]
    public void Timestamps_are_checked_where_the_script_says_their_clock()
    {
        const string Tick = "--tcp_ts_tick_usecs=1000\n--tolerance_percent=0\n";

        Drill.Passes(Tick + Timestamps + "+0 > P. 1:101(100) ack 1 <nop,nop,TS val 1000 ecr 200>", Linux);
        Drill.Passes(Timestamps + "+0 > P. 1:101(100) ack 1 <nop,nop,TS val 1100 ecr 200>", Linux);
        Drill.Fails(
            Tick + Timestamps + "+0 > P. 1:101(100) ack 1 <nop,nop,TS val 1100 ecr 200>",
            11,
            "options: expected <nop,nop,TS val 1100 ecr 200>, got <nop,nop,TS val 1000 ecr 200>",
            Linux);
    }

    [Fact]
    public void Echoes_are_checked_only_on_request()
    {
        const string Wrong = Timestamps + "+0 > P. 1:101(100) ack 1 <nop,nop,TS val 1000 ecr 100>";

        Drill.Passes(Wrong, Linux);
        Drill.Fails(
            Wrong, 9, "options: expected <nop,nop,TS val 1000 ecr 100>, got <nop,nop,TS val 1000 ecr 200>", Linux with { ChecksTimestampEchoes = true });
    }

    [Fact]
    public void A_timestamp_that_was_not_sent_cannot_be_echoed() => Drill.Fails(
        Timestamps + "+0 < . 1:1(0) ack 1 win 257 <nop,nop,TS val 200 ecr 701>",
        9,
        "The segment echoes the timestamp 701, and the script has no segment before that was sent with it.",
        Linux);

    [Fact]
    public void Timestamps_may_be_absolute() =>
        Drill.Passes(Timestamps + "+0 < . 1:1(0) ack 1 win 257 <nop,nop,TS val 200 ecr 701!>", Linux);

    [Fact]
    public void A_port_without_a_listener_answers_by_a_reset() => Drill.Passes(
        """
        0 < S 0:0(0) win 1000 <mss 1000>
        +0 > R. 0:0(0) ack 1 win 0
        """);

    [Fact]
    public void Connections_are_told_apart_by_ports_where_the_script_names_them() => Drill.Passes(
        """
        `sysctl -q -w net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 5) = 0
        +0 < 1001 > 8080 S 0:0(0) win 65535 <mss 1000>
        +0 > 8080 > 1001 S. 0:0(0) ack 1 <mss 1460>
        +0 < 1002 > 8080 S 500:500(0) win 65535 <mss 1000>
        +0 > 8080 > 1002 S. 0:0(0) ack 501 <mss 1460>
        +.1 < 1001 > 8080 . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4
        +0 < 1002 > 8080 . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 5
        +0 write(5, ..., 10) = 10
        +0 write(4, ..., 20) = 20
        +0 > 8080 > 1001 P. 1:21(20) ack 1
        +0 > 8080 > 1002 P. 1:11(10) ack 1
        """);

    [Fact]
    public void An_error_about_a_segment_reaches_its_connection() => Drill.Passes(   // RFC 5461 §4.1: hard errors while connecting
        """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0...0.1 connect(3, ..., ...) = -1 ECONNREFUSED (Connection refused)
        +0 > S 0:0(0) <...>
        +.1 < [0:0(0)] icmp unreachable port_unreachable
        """,
        new PacketdrillOptions { Profile = PacketdrillProfile.Linux });

    [Fact]
    public void A_smaller_mtu_of_the_path_makes_segments_smaller() => Drill.Passes(   // RFC 1191 §6.4
        """
        `sysctl -q -w net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 < S 0:0(0) win 65535 <mss 1460>
        +0 > S. 0:0(0) ack 1 <mss 1460>
        +.1 < . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4
        +0 write(4, ..., 1460) = 1460
        +0 > P. 1:1461(1460) ack 1
        +.01 < [1:1461(1460)] icmp unreachable frag_needed mtu 1240
        +0 > . 1:1201(1200) ack 1
        +0 > P. 1201:1461(260) ack 1
        """,
        Linux);
}
