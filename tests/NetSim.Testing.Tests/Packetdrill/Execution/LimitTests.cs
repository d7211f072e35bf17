using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class LimitTests
{
    [Fact]
    public void A_script_that_would_run_for_ever_ends() => Drill.Fails(
        Drill.Connection + """
        +0 setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0
        +100000000 close(4) = 0
        """,
        10,
        "The stack ran more than 15 events.",
        new PacketdrillOptions { Profile = PacketdrillProfile.Rfc, EventBudget = 15 });

    [Fact]
    public void A_call_that_does_not_return_fails() =>
        Drill.Fails(Drill.Connection + "+0 read(4, ..., 100) = 100", 9, "read does not return");

    [Fact]
    public void A_script_that_is_not_one_fails() => Drill.Fails("0 socket(", 1, "Expected a value, found the end of the script.");

    [Theory]
    [InlineData("--ip_version=ipv6\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", 0, "IPv6")]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 < sctp: COOKIE_ACK[]", 2, "SCTP packets")]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3", 1, "socket(..., SOCK_STREAM, IPPROTO_SCTP)")]
    [InlineData("0 splice(3, 4) = 0", 1, "the system call splice")]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 setsockopt(3, SOL_TCP, TCP_MD5SIG, [1], 4) = 0", 2, "setsockopt with TCP_MD5SIG")]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 send(3, ..., 10, MSG_ZEROCOPY) = 10", 2, "send with the flags MSG_ZEROCOPY")]
    [InlineData("--nonsense=1\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", 1, "the option --nonsense=1")]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 %{ import os }%", 2, "code: the statement 'import'")]
    public void What_is_not_supported_never_passes(string script, int line, string what)
    {
        var result = Drill.Run(script);

        result.Should().BeEquivalentTo(new { Outcome = PacketdrillOutcome.Unsupported, Line = line });
        result.Text.Should().StartWith(what);
    }

    [Fact]
    public void A_setting_that_the_stack_refuses_fails_the_script() =>
        Drill.Run("--mtu=10\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3").ToString().Should().StartWith("FAIL script: ArgumentException: The MTU of a link");

    [Fact]
    public void The_same_script_has_the_same_exchange_twice()
    {
        const string Script = Drill.Connection + "+0 write(4, ..., 9000) = 9000\n* > P. 1:9001(9000) ack 1\n* > . 1:1001(1000) ack 1";

        Drill.Run(Script).Exchange.Should().Equal(Drill.Run(Script).Exchange);
    }
}
