using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class CommandTests
{
    private const string Syn = """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS

        """;

    [Theory]
    [InlineData("sysctl -q -w net.ipv4.tcp_timestamps=0")]
    [InlineData("sysctl -q net.ipv4.tcp_timestamps=0 net.ipv4.tcp_syn_retries=5")]
    [InlineData("sysctl -w net.ipv4.tcp_sack=1; sysctl -w net.ipv4.tcp_timestamps=\"0\" > /dev/null 2>&1")]
    [InlineData("sysctl -q net.ipv4.tcp_sack=1 &&\n # comment\n sysctl -q net.ipv4.tcp_timestamps=0 || true")]
    [InlineData("echo 0 > /proc/sys/net/ipv4/tcp_timestamps")]
    [InlineData("./set_sysctls.py /proc/sys/net/ipv4/tcp_sack=1 /proc/sys/net/ipv4/tcp_timestamps=0")]
    [InlineData("false && sysctl -q net.ipv4.tcp_sack=0; sysctl -q net.ipv4.tcp_timestamps=0")]
    [InlineData("! false; tc qdisc add dev tun0 root pfifo; ip tcp_metrics flush all; sysctl -q net.ipv4.tcp_timestamps=0")]
    public void Commands_before_the_first_call_make_the_stack(string command) => Drill.Passes(
        $"`{command}`\n{Syn}+0 > S 0:0(0) <mss 1460,nop,nop,sackOK,nop,wscale 7>", new PacketdrillOptions { Profile = PacketdrillProfile.Linux });

    [Theory]
    [InlineData("sysctl net.inet.tcp.rfc1323=2", "mss 1460,nop,wscale 6,sackOK,eol,eol")]
    [InlineData("sysctl net.inet.tcp.sack.enable=0 net.inet.tcp.rfc1323=0", "mss 1460")]
    [InlineData("kldload -n cc_newreno; sysctl kern.ipc.maxsockbuf=16777216", "mss 1460,nop,wscale 9,sackOK,TS val 1 ecr 0")]
    [InlineData("ifconfig tun0 mtu 1000", "mss 960,nop,wscale 6,sackOK,TS val 1 ecr 0")]
    public void FreeBsds_sysctls_make_FreeBsds_stack(string command, string options) => Drill.Passes(
        $"`{command}`\n{Syn}+0 > S 0:0(0) <{options}>", new PacketdrillOptions());

    [Theory]
    [InlineData("sysctl -q net.ipv4.tcp_nonsense=1", "the sysctl net.ipv4.tcp_nonsense")]
    [InlineData("sysctl -q net.ipv4.tcp_mtu_probing=2", "the sysctl net.ipv4.tcp_mtu_probing=2")]
    [InlineData("sysctl -q net.inet.tcp.blackhole=1", "the sysctl net.inet.tcp.blackhole=1")]
    [InlineData("sysctl -q net.ipv4.tcp_congestion_control=illinois", "the sysctl net.ipv4.tcp_congestion_control=illinois")]
    [InlineData("iptables -A INPUT -j DROP", "the command iptables")]
    [InlineData("tc qdisc add dev tun0 root netem delay 10ms", "tc qdisc add dev tun0 root netem delay 10ms")]
    [InlineData("./defaults.sh", "the shell script ./defaults.sh")]
    [InlineData("echo 1 > /tmp/file", "writing to /tmp/file")]
    [InlineData("ss -tin", "the command ss")]
    public void Other_commands_are_not_supported(string command, string what) => Drill.IsUnsupported($"`{command}`\n{Syn}", 1, what);

    [Fact]
    public void Settings_may_change_while_the_stack_runs() =>
        Drill.Passes(Syn + "+0 `sysctl -q net.ipv4.tcp_timestamps=0`\n+0 > S 0:0(0) <...>");

    [Fact]
    public void Settings_at_the_end_change_nothing_and_so_may_be_any() => Drill.Passes(Syn + """
        +0 > S 0:0(0) <...>
        +0 `sysctl -q net.ipv4.tcp_timestamps=0`
        `/tmp/restore.sh`
        """);

    [Fact]
    public void A_command_that_fails_fails_the_script() =>
        Drill.Fails("`false`\n" + Syn, 1, "the command fails: false");

    [Fact]
    public void A_shell_script_is_read_from_beside_the_script()
    {
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        File.WriteAllText(Path.Combine(folder, "defaults.sh"), """
            #!/bin/bash
            # The settings that the scripts start from.
            sysctl -q net.ipv4.tcp_timestamps=0
            sysctl -q net.ipv4.tcp_rmem="4096 540000 $((15*1024*1024))"
            """);
        Directory.CreateDirectory(Path.Combine(folder, "connect"));
        var path = Path.Combine(folder, "connect", "syn.pkt");
        File.WriteAllText(path, $"`../defaults.sh`\n{Syn}+0 > S 0:0(0) <mss 1460,nop,nop,sackOK,nop,wscale 8>");

        var result = PacketdrillRunner.RunFile(path);

        Directory.Delete(folder, recursive: true);
        result.Passed.Should().BeTrue($"{result}\n{result.Explain()}");
    }

    [Fact]
    public void Sockstat_knows_the_programs_sockets() => Drill.Passes(
        Syn + """
        +0 > S 0:0(0) <...>
        +0 `sockstat -4 -P tcp -s | grep -q SYN_SENT`
        +0 `! sockstat -4 -P tcp -s | grep -q ESTABLISHED`
        +0 close(3) = 0
        """,
        new PacketdrillOptions { Profile = PacketdrillProfile.FreeBsd });

    [Fact]
    public void Sockstat_that_does_not_find_what_the_script_looks_for_fails_it() => Drill.Fails(
        Syn + """
        +0 > S 0:0(0) <...>
        +0 `sockstat -4 -P tcp -s | grep -q ESTABLISHED`
        +0 close(3) = 0
        """,
        5,
        "the command fails: sockstat -4 -P tcp -s | grep -q ESTABLISHED");

    [Fact]
    public void A_sleep_lets_time_pass() => Drill.Passes(Syn + """
        +0 > S 0:0(0) <...>
        +0 `sleep 0.5`
        +.5 > S 0:0(0) <...>
        """);

    [Theory]
    [InlineData("`sysctl -q net.ipv4.tcp_sack=1`", "mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7")]
    [InlineData("`kldload -n tcp_rack`", "mss 1460,nop,wscale 6,sackOK,TS val 1 ecr 0")]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4\n+0 setsockopt(4, IPPROTO_TCP, TCP_NOPUSH, [1], 4) = 0", "mss 1460,nop,wscale 6,sackOK,TS val 1 ecr 0")]
    [InlineData("", "mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7")]
    public void The_profile_is_that_of_the_scripts_dialect(string start, string options) =>
        Drill.Passes($"{start}\n{Syn}+0 > S 0:0(0) <{options}>", new PacketdrillOptions());

    [Fact]
    public void Names_that_are_defined_choose_between_parts()
    {
        const string Script = """
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            #ifdef STANDARD
            +0 close(3) = 0
            #else
            +0 close(3) = 1
            #endif
            """;

        Drill.Passes(Script, new PacketdrillOptions { Defines = new Dictionary<string, string> { ["STANDARD"] = "" } });
        Drill.Fails(Script, 5, "close: expected 1, got 0");
    }
}
