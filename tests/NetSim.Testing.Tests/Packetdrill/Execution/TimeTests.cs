using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class TimeTests
{
    [Theory]
    [InlineData("1.1")]         // since the start
    [InlineData("+1")]          // since the packet before
    [InlineData("+0.5~+1.2")]
    [InlineData("0.9~1.3")]
    [InlineData("*")]
    [InlineData("+1.004")]      // packetdrill's tolerance is 4 ms
    public void A_retransmission_comes_at_a_time(string time) => Drill.Passes(Drill.Connection + $"""
        +0 write(4, ..., 100) = 100
        +0 > P. 1:101(100) ack 1
        {time} > P. 1:101(100) ack 1
        """);

    [Theory]
    [InlineData("1.3", "at 1.3 s", "0.15")]
    [InlineData("+0.8", "at 0.9 s", "0.1")]
    [InlineData("+1.5~+2", "from 1.6 to 2.1 s", "0.1875")]
    public void A_packet_at_another_time_fails(string time, string expected, string tolerance) => Drill.Fails(
        Drill.Connection + $"""
        +0 write(4, ..., 100) = 100
        +0 > P. 1:101(100) ack 1
        {time} > P. 1:101(100) ack 1
        """,
        11,
        $"timing error: expected outbound packet {expected.Replace(" s", "", StringComparison.Ordinal)} s but happened at 1.1 s; tolerance {tolerance} s");

    [Fact]
    public void The_tolerance_is_an_option_and_its_share_of_the_time_another()
    {
        const string Late = Drill.Connection + """
            +0 write(4, ..., 100) = 100
            +0 > P. 1:101(100) ack 1
            +0.9 > P. 1:101(100) ack 1
            """;

        Drill.Passes(Late);
        Drill.Passes("--tolerance_percent=0\n--tolerance_usecs=100000\n" + Late);
        Drill.Fails("--tolerance_percent=0\n" + Late, 12, "timing error: expected outbound packet at 1.0 s but happened at 1.1 s; tolerance 0.004 s");
    }

    [Fact]
    public void FreeBsds_scripts_have_no_share_of_the_time() => Drill.Fails(
        """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS
        +0 > S 0:0(0) <...>
        +0.95 > S 0:0(0) <...>
        """,
        5,
        "timing error: expected outbound packet at 0.95 s but happened at 1.0 s; tolerance 0.004 s",
        new PacketdrillOptions { Profile = PacketdrillProfile.FreeBsd });

    [Fact]
    public void A_packet_that_never_comes_fails() => Drill.Fails(
        Drill.Connection + "+0 > P. 1:101(100) ack 1", 9, "the stack sent no packet; expected one at 0.1 s");

    [Fact]
    public void A_time_that_has_passed_fails() => Drill.Fails(
        Drill.Connection + "0.05 read(4, ..., 100) = 0", 9, "timing error: expected system call at 0.05 s but happened at 0.1 s; tolerance 0.004 s");

    [Fact]
    public void What_the_script_does_comes_before_timers_of_the_same_time() => Drill.Passes(Drill.Connection + """
        +0 write(4, ..., 100) = 100
        +0 > P. 1:101(100) ack 1
        +1 < . 1:1(0) ack 101 win 65535
        +1 write(4, ..., 1) = 1
        +0 > P. 101:102(1) ack 1
        """);
}
