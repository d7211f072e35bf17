using NetSim.Testing.Packetdrill;

namespace NetSim.Testing.Tests.Packetdrill.Execution;

/// <summary>Runs scripts that pass, or fail for a reason, or use what is not supported.</summary>
internal static class Drill
{
    /// <summary>A listener, on the RFCs' stack, without options that would stand in the way: 7 lines.</summary>
    public const string Listener = """
        `sysctl -q -w net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 < S 0:0(0) win 65535 <mss 1000>
        +0 > S. 0:0(0) ack 1 <mss 1460>
        +.1 < . 1:1(0) ack 1 win 65535

        """;

    /// <summary>A connection, accepted as file descriptor 4: 8 lines.</summary>
    public const string Connection = Listener + "+0 accept(3, ..., ...) = 4\n";

    public static PacketdrillResult Run(string text, PacketdrillOptions? options = null) =>
        PacketdrillRunner.Run(text, options ?? new PacketdrillOptions { Profile = PacketdrillProfile.Rfc });

    public static void Passes(string text, PacketdrillOptions? options = null)
    {
        var result = Run(text, options);
        result.Passed.Should().BeTrue($"{result}\n{result.Explain()}");
    }

    public static void Fails(string text, int line, string why, PacketdrillOptions? options = null) =>
        Run(text, options).Should().BeEquivalentTo(new { Outcome = PacketdrillOutcome.Failed, Line = line, Text = why });

    public static void IsUnsupported(string text, int line, string what, PacketdrillOptions? options = null) =>
        Run(text, options).Should().BeEquivalentTo(new { Outcome = PacketdrillOutcome.Unsupported, Line = line, Text = what });
}
