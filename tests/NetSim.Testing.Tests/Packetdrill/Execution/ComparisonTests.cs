using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class ComparisonTests
{
    private const string Written = Drill.Connection + "+0 write(4, ..., 100) = 100\n";

    [Theory]
    [InlineData("P. 1:101(100) ack 1")]
    [InlineData("P. 1:101(100) ack 1 win 65535")]
    [InlineData("P. 1:101(100) ack 1 win *")]
    [InlineData("P. 1:101(100) ack 1 <...>")]
    [InlineData("P. ...(100) ack 1")]
    [InlineData("[noecn] P. 1:101(100) ack 1")]
    [InlineData("(ttl 64) P. 1:101(100) ack 1")]
    [InlineData("[tos 0x0, ttl 64] P. 1:101(100) ack 1")]
    public void A_segment_is_as_the_script_says(string packet) => Drill.Passes(Written + "+0 > " + packet);

    [Theory]
    [InlineData(". 1:101(100) ack 1", "flags: sent with PSH")]
    [InlineData("FP. 1:101(100) ack 1", "flags: sent without FIN")]
    [InlineData("P. 2:102(100) ack 1", "sequence number: expected 2, got 1")]
    [InlineData("P. 1:101(100)! ack 1", "sequence number: expected 1, got ")]
    [InlineData("P. 1:91(90) ack 1", "payload length: expected 90, got 100")]
    [InlineData("P. 1:101(100) ack 2", "acknowledgment number: expected 2, got 1")]
    [InlineData("P. 1:101(100) ack 1 win 1", "window: expected 1, got 65535")]
    [InlineData("P. 1:101(100) ack 1 urg 5", "urgent pointer: expected 5, got 0")]
    [InlineData("P. 1:101(100) ack 1 <nop,nop>", "options: expected <nop,nop>, got <>")]
    [InlineData("[ect0] P. 1:101(100) ack 1", "ECN field: expected Ect0, got NotEct")]
    [InlineData("(ttl 63) P. 1:101(100) ack 1", "time to live: expected 63, got 64")]
    [InlineData("[tos 0x8] P. 1:101(100) ack 1", "type of service: expected 8, got 0")]
    public void Another_segment_fails(string packet, string why)
    {
        var result = Drill.Run(Written + "+0 > " + packet);

        result.Should().BeEquivalentTo(new { Outcome = PacketdrillOutcome.Failed, Line = 10 });
        result.Text.Should().StartWith(why);
    }

    [Fact]
    public void A_failure_shows_the_exchange_what_was_expected_and_what_was_sent()
    {
        var result = Drill.Run(Written + "+0 > P. 2:102(100) ack 1");

        result.Expected.Should().Be("> P. 2:102(100) ack 1");
        result.Actual.Should().Be("> P. 1:101(100) ack 1 win 65535");
        result.Explain().Should().EndWith("""
                 0.100000 accept(3, ..., ...) = 4
                 0.100000 write(4, ..., 100) = 100
                 0.100000 > P. 1:101(100) ack 1 win 65535
              expected: > P. 2:102(100) ack 1
              actual:   > P. 1:101(100) ack 1 win 65535
            """);
        result.ToString().Should().Be("FAIL script:10: sequence number: expected 2, got 1");
    }

    [Theory]
    [InlineData("mss 1460,sackOK,TS val 5 ecr 0,nop,wscale 7", true, true)]
    [InlineData("mss 1460,sackOK,TS val ... ecr ...,nop,wscale *", true, true)]
    [InlineData("mss *,sackOK,TS val 5 ecr 0,nop,wscale 7", true, true)]
    [InlineData("mss 1460,nop,wscale 7,sackOK,TS val 5 ecr 0", false, true)]
    [InlineData("sackOK,mss 1460,TS val 5 ecr 0,wscale 7,eol", false, true)]
    [InlineData("mss 1000,sackOK,TS val 5 ecr 0,nop,wscale 7", false, false)]
    [InlineData("mss 1460,sackOK,TS val 5 ecr 0", false, false)]
    public void Options_are_compared_exactly_or_by_their_meaning(string options, bool exactly, bool semantically)
    {
        var script = $"""
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0 connect(3, ..., ...) = -1 EINPROGRESS
            +0 > S 0:0(0) <{options}>
            """;

        Drill.Run(script, new PacketdrillOptions { Profile = PacketdrillProfile.Linux }).Passed.Should().Be(exactly);
        Drill.Run(script, new PacketdrillOptions { Profile = PacketdrillProfile.Linux, SemanticOptions = true }).Passed.Should().Be(semantically);
    }

    [Fact]
    public void A_large_segment_of_the_script_may_be_several_of_the_stack_unless_segments_are_strict()
    {
        const string Large = Drill.Connection + """
            +0 setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0
            +0 write(4, ..., 2500) = 2500
            +0 > P. 1:2501(2500) ack 1
            """;
        const string Exact = Drill.Connection + """
            +0 setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0
            +0 write(4, ..., 2500) = 2500
            +0 > . 1:1001(1000) ack 1
            +0 > . 1001:2001(1000) ack 1
            +0 > P. 2001:2501(500) ack 1
            """;

        Drill.Passes(Large);
        Drill.Passes(Exact);
        Drill.Passes("--strict_segments\n" + Exact);
        Drill.Fails("--strict_segments\n" + Large, 12, "flags: sent without PSH");
    }

    [Fact]
    public void Segments_are_not_joined_past_what_the_script_says() => Drill.Fails(
        Drill.Connection + """
        +0 write(4, ..., 2500) = 2500
        +0 > P. 1:1501(1500) ack 1
        """,
        10,
        "flags: sent without PSH");

    [Fact]
    public void Packets_after_the_last_expected_one_are_not_looked_at() => Drill.Passes(Written);

    [Fact]
    public void A_wrong_packet_is_a_warning_where_the_script_wants_it() =>
        Drill.Passes("--non_fatal=packet\n" + Written + "+0 > P. 2:102(100) ack 1");

    [Fact]
    public void Ce_marks_reach_the_stack_which_echoes_them()   // RFC 3168 §6.1.3
        => Drill.Passes("""
        `sysctl -q -w net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0 net.ipv4.tcp_ecn=2`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 < SEW 0:0(0) win 65535 <mss 1000>
        +0 > SE. 0:0(0) ack 1 <mss 1460>
        +0 < . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4
        +0 < [ce] P. 1:1001(1000) ack 1 win 65535
        +0 < [ect0] P. 1001:2001(1000) ack 1 win 65535
        +0 > [noecn] E. 1:1(0) ack 2001
        +0 write(4, ..., 10) = 10
        +0 > [ect01] PE. 1:11(10) ack 2001
        """);
}
