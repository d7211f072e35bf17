using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>What a fingerprint of each system shows; each value's source is in docs/protocols/tcp-profiles.md.</summary>
public class TcpProfileTests
{
    public static TheoryData<string, string> Syns => new()
    {
        { "Rfc", "S 0:0(0) win 65535 <mss 1460, sackOK, TS val 7 ecr 0, nop, wscale 7>" },
        { "Linux", "S 0:0(0) win 64240 <mss 1460, sackOK, TS val 7 ecr 0, nop, wscale 7>" },
        { "FreeBsd", "S 0:0(0) win 65535 <mss 1460, nop, wscale 6, sackOK, TS val 7 ecr 0>" },
        { "Windows", "S 0:0(0) win 65535 <mss 1460, nop, wscale 8, nop, nop, sackOK>" },
    };

    [Theory]
    [MemberData(nameof(Syns))]
    public void A_SYN_has_the_systems_options_in_its_order(string profile, string syn)
    {
        var tcp = TcpScript.Closed(Profile(profile), _ => { }, timestampOffset: 7);

        tcp.Connect();
        tcp.Expect(syn);
    }

    [Theory]
    [InlineData("Rfc", "S. 0:0(0) ack 1 <mss 1460, sackOK, TS val 7 ecr 3, nop, wscale 7>")]
    [InlineData("Linux", "S. 0:0(0) ack 1 <mss 1460, sackOK, TS val 7 ecr 3, nop, wscale 7>")]
    [InlineData("FreeBsd", "S. 0:0(0) ack 1 <mss 1460, nop, wscale 6, sackOK, TS val 7 ecr 3>")]
    [InlineData("Windows", "S. 0:0(0) ack 1 <mss 1460, nop, wscale 8, nop, nop, sackOK>")]
    public void So_has_its_answer(string profile, string answer)
    {
        var tcp = TcpScript.Closed(Profile(profile), _ => { }, timestampOffset: 7);

        tcp.Accept("S", "<mss 1460, sackOK, TS val 3 ecr 0, nop, wscale 7>");
        tcp.Expect(answer);
    }

    [Theory]
    [InlineData("Rfc", 1, 3, 7, 15)]
    [InlineData("Linux", 1, 2, 3, 4, 5, 7, 11, 19, 35, 67)]            // tcp_syn_linear_timeouts = 4, and tcp_syn_retries = 6 that double
    [InlineData("Windows", 1, 3, 7, 15)]
    public void SYNs_are_sent_again_at_the_systems_times(string profile, params int[] seconds)
    {
        var tcp = TcpScript.Closed(Profile(profile));

        tcp.Connect();
        tcp.TakeSent().Should().ContainSingle();
        foreach (var second in seconds)
            tcp.Expect("S 0:0(0)", at: second.Seconds);
    }

    [Theory]
    [InlineData("Rfc", 200)]
    [InlineData("FreeBsd", 40)]
    [InlineData("Windows", 40)]
    public void A_lone_segment_is_acknowledged_after_the_systems_delay(string profile, int milliseconds)
    {
        var tcp = Established(profile);

        tcp.Send("P.", seq: 1, ack: 1, data: "a");
        tcp.Expect(". 1:1(0) ack 2", after: milliseconds.Milliseconds);
    }

    [Fact]
    public void Linux_acknowledges_the_first_segments_at_once_and_later_ones_after_40_ms()
    {
        var tcp = Established("Linux");

        for (var i = 0; i < 16; i++)
        {
            tcp.Send("P.", seq: 1 + i, ack: 1, data: "a");
            tcp.Expect($". 1:1(0) ack {2 + i}");
        }

        tcp.Send("P.", seq: 17, ack: 1, data: "a");
        tcp.Expect(". 1:1(0) ack 18", after: 40.Milliseconds);
    }

    [Theory]
    [InlineData("Rfc", 1_000)]
    [InlineData("Linux", 210)]                                         // SRTT 10 ms + max(4 · 5, 200)
    [InlineData("FreeBsd", 230)]                                       // max(10 + 4 · 5, 30) + 200
    [InlineData("Windows", 300)]
    public void The_RTO_of_a_short_path_is_the_systems_least(string profile, int milliseconds)
    {
        var tcp = TcpScript.Established("<mss 1000>", Profile(profile), 10.Milliseconds);

        tcp.Write(1);
        tcp.Expect("P. 1:2(1) ack 1");
        tcp.Expect("P. 1:2(1) ack 1", after: milliseconds.Milliseconds);
    }

    [Theory]
    [InlineData("Rfc", ". 1:2(1) ack 1")]
    [InlineData("Linux", ". 0:0(0) ack 1")]
    [InlineData("FreeBsd", ". 1:2(1) ack 1")]
    [InlineData("Windows", ". 1:2(1) ack 1")]
    public void A_closed_window_is_probed_in_the_systems_form(string profile, string probe)
    {
        var tcp = TcpScript.Established("<mss 1000>", Profile(profile), 10.Milliseconds, window: 0);

        tcp.Write(10);
        tcp.Pass(6.Seconds)[0].Should().Be(probe);
    }

    [Theory]
    [InlineData("Rfc", "reno")]
    [InlineData("Linux", "cubic")]
    [InlineData("FreeBsd", "cubic")]
    [InlineData("Windows", "cubic")]
    public void The_congestion_control_is_the_systems(string profile, string name) =>
        Profile(profile).CongestionControl.Create().Name.Should().Be(name);

    [Theory]
    [InlineData("Linux", 48)]
    [InlineData("FreeBsd", 216)]
    public void A_tiny_MSS_is_taken_for_the_systems_least(string profile, int least)
    {
        var tcp = TcpScript.Established("<mss 1>", Profile(profile));

        tcp.Connection.Info().SendMss.Should().Be(least);
    }

    private static TcpScript Established(string profile) => TcpScript.Established("<mss 1000>", Profile(profile), 10.Milliseconds);

    private static TcpOptions Profile(string name) => name switch
    {
        "Linux" => TcpProfile.Linux,
        "FreeBsd" => TcpProfile.FreeBsd,
        "Windows" => TcpProfile.Windows,
        _ => TcpProfile.Rfc,
    };
}
