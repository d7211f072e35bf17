using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class CodeTests
{
    [Fact]
    public void Code_asserts_on_the_connection_under_test() => Drill.Passes(
        Drill.Connection + """
        +0 %{
        assert tcpi_state == TCP_ESTABLISHED, tcpi_state
        assert tcpi_ca_state == TCP_CA_Open
        assert tcpi_rtt == 100000, tcpi_rtt
        assert tcpi_snd_mss == 1000, tcpi_snd_mss
        assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd
        assert tcpi_snd_ssthresh == TCP_INFINITE_SSTHRESH, tcpi_snd_ssthresh
        assert tcpi_options == 0, tcpi_options
        before = tcpi_snd_cwnd
        }%
        +0 write(4, ..., 10000) = 10000
        +.1 < . 1:1(0) ack 10001 win 65535
        +0 %{ assert tcpi_snd_cwnd > before, tcpi_snd_cwnd }%
        """,
        new PacketdrillOptions { Profile = PacketdrillProfile.Linux });

    [Fact]
    public void An_assertion_that_does_not_hold_fails_the_script()
    {
        var result = Drill.Run(Drill.Connection + "+0 %{ assert tcpi_snd_cwnd == 11, tcpi_snd_cwnd }%");

        result.Should().BeEquivalentTo(new { Outcome = PacketdrillOutcome.Failed, Line = 9 });
        result.Text.Should().StartWith("assertion failed: ").And.Contain("10");
    }

    [Fact]
    public void FreeBsds_windows_are_in_octets() => Drill.Passes(
        """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0...0.1 connect(3, ..., ...) = 0
        +0 > S 0:0(0) <...>
        +.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>
        +0 > . 1:1(0) ack 1
        +0 %{ assert tcpi_snd_cwnd == 14600, tcpi_snd_cwnd }%
        +0 getsockopt(3, IPPROTO_TCP, TCP_INFO, {tcpi_state=TCPS_ESTABLISHED, tcpi_snd_mss=1460, tcpi_rtt=...}, [1]) = 0
        """,
        new PacketdrillOptions { Profile = PacketdrillProfile.FreeBsd });
}
