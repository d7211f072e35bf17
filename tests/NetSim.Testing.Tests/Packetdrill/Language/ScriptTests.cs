using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class ScriptTests
{
    [Fact]
    public void A_script_has_options_a_command_before_it_events_and_a_command_after_it()
    {
        var script = Scripts.Read("""
            // Opens a connection.
            --ip_version=ipv4 --mtu=1500
            --strict_segments

            `sysctl -q net.ipv4.tcp_sack=1
             sysctl -q net.ipv4.tcp_ecn=0`

                0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
               +0 bind(3, ..., ...) = 0     // to 8080
            /* The handshake
               follows. */
              +.1 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
               +0 > S. 0:0(0) ack 1 <...>   # as the stack likes
              +.1 %{ assert tcpi_snd_cwnd == 10 }%
               +0 `sleep 1`

            `rm -f /tmp/state`
            """);

        script.File.Should().Be("test.pkt");
        script.Options.Select(option => option.ToString()).Should().Equal("--ip_version=ipv4", "--mtu=1500", "--strict_segments");
        script.Options[2].Line.Should().Be(3);
        script.InitCommand!.Command.Should().Be("sysctl -q net.ipv4.tcp_sack=1\n sysctl -q net.ipv4.tcp_ecn=0");
        script.CleanupCommand!.Command.Should().Be("rm -f /tmp/state");
        script.Events.Select(item => $"{item.Line}: {item.Time} {item}").Should().Equal(
            "8: 0.0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
            "9: +0.0 bind(3, ..., ...) = 0",
            "12: +0.1 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>",
            "13: +0.0 > S. 0:0(0) ack 1 <...>",
            "14: +0.1 %{ assert tcpi_snd_cwnd == 10 }%",
            "15: +0.0 `sleep 1`");
    }

    [Theory]
    [InlineData("0.100 > . 1:1(0)", EventTimeKind.Absolute, 100, 100)]
    [InlineData("2 > . 1:1(0)", EventTimeKind.Absolute, 2000, 2000)]
    [InlineData("+0 > . 1:1(0)", EventTimeKind.Relative, 0, 0)]
    [InlineData("+.25 > . 1:1(0)", EventTimeKind.Relative, 250, 250)]
    [InlineData("* > . 1:1(0)", EventTimeKind.Any, 0, 0)]
    [InlineData("0.1~0.2 > . 1:1(0)", EventTimeKind.AbsoluteRange, 100, 200)]
    [InlineData("+0.1 ~ +0.2 > . 1:1(0)", EventTimeKind.RelativeRange, 100, 200)]
    [InlineData("+0.1~0.2 > . 1:1(0)", EventTimeKind.RelativeRange, 100, 200)]
    [InlineData("> . 1:1(0)", EventTimeKind.Relative, 0, 0)]
    internal void A_time_is_absolute_relative_free_or_a_range(string text, EventTimeKind kind, int start, int end) =>
        Scripts.Read(text).Events[0].Time.Should().Be(new EventTime(kind, start.Milliseconds, end.Milliseconds));

    [Fact]
    public void A_time_is_exact_where_a_double_would_not_be() =>
        Scripts.Read("0.290001 > . 1:1(0)").Events[0].Time.Start.Should().Be(290_001.Microseconds);

    [Fact]
    public void An_event_may_take_several_lines()
    {
        var script = Scripts.Read("""
            0 > P. 1:1001(1000)
                 ack 1
                 <nop,
                  nop,TS val 100 ecr 200>
            +0 write(4, ...,
                     1000) = 1000
            """);

        script.Events.Select(item => item.ToString()).Should().Equal(
            "> P. 1:1001(1000) ack 1 <nop,nop,TS val 100 ecr 200>", "write(4, ..., 1000) = 1000");
        script.Events.Select(item => item.Line).Should().Equal(1, 5);
    }

    [Fact]
    public void Events_without_a_time_are_told_apart_by_their_lines()
    {
        var script = Scripts.Read("""
            +0 close(4) = -1 EBADF (Bad file descriptor)
            close(5) = 0
            > F. 1:1(0) ack 1
            < . 1:1(0) ack 2 win 100
            """);

        script.Events.Select(item => item.ToString()).Should().Equal(
            "close(4) = -1 EBADF (Bad file descriptor)", "close(5) = 0", "> F. 1:1(0) ack 1", "< . 1:1(0) ack 2 win 100");
    }

    [Theory]
    [InlineData("0.2~0.1 > . 1:1(0)", 4, "The range of time ends before it starts.")]
    [InlineData("0.1~+0.2 > . 1:1(0)", 4, "A range starts and ends with a +, or neither.")]
    [InlineData("-1 > . 1:1(0)", 1, "The time '-1' is negative.")]
    [InlineData("* < . 1:1(0)", 1, "Only packets from the stack may have a time range or *.")]
    [InlineData("0~1 close(3) = 0", 1, "Only packets from the stack may have a time range or *.")]
    [InlineData("0 ]", 3, "Expected a packet (< or >), a system call, a `command` or %{ code }%, found ']'.")]
    [InlineData("0", 2, "Expected a packet (< or >), a system call, a `command` or %{ code }%, found the end of the script.")]
    [InlineData("0 `echo", 3, "The command that starts here has no closing `.")]
    [InlineData("0 %{ assert 1 ", 3, "The code that starts here has no closing }%.")]
    [InlineData("0 call(\"abc", 8, "The string that starts here has no closing \".")]
    [InlineData("/* abc", 1, "The comment that starts here has no closing */.")]
    public void An_error_says_where_it_is_and_what_was_expected(string text, int column, string problem)
    {
        var error = Scripts.Error("\n" + text);

        (error.File, error.Line, error.Column, error.Problem).Should().Be(("test.pkt", 2, column, problem));
        error.Message.Should().Be($"test.pkt:2:{column}: {problem}");
    }

    [Fact]
    public void An_empty_script_has_no_events() => Scripts.Read("\uFEFF // nothing\r\n").Events.Should().BeEmpty();
}
