using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpKeepAliveTests
{
    [Fact]
    public void There_are_none_unless_asked_for()   // RFC 9293 §3.8.4, MUST-25
    {
        var tcp = TcpScript.Established();

        tcp.ExpectNothingFor(86_400.Seconds);
    }

    [Fact]
    public void A_silent_peer_is_asked_after_two_hours_and_given_up_after_nine_unanswered_probes()   // RFC 9293 §3.8.4, MUST-26 to MUST-29
    {
        var tcp = Established();

        for (var probe = 0; probe < 9; probe++)
            tcp.Expect(". 0:0(0) ack 1", at: (7_200 + (75 * probe)).Seconds);
        tcp.Expect("R. 1:1(0) ack 1", at: (7_200 + (75 * 9)).Seconds);
        tcp.State.Should().Be(TcpState.Closed);
        tcp.Connection.Error.Should().Be(SocketError.TimedOut);
    }

    [Fact]
    public void An_answer_starts_the_wait_anew()   // RFC 9293 §3.8.4
    {
        var tcp = Established();
        tcp.Expect(". 0:0(0) ack 1", at: 7_200.Seconds);
        tcp.Expect(". 0:0(0) ack 1", at: 7_275.Seconds);

        tcp.Send(".", seq: 1, ack: 1);
        tcp.Expect(". 0:0(0) ack 1", at: (7_275 + 7_200).Seconds);
    }

    [Fact]
    public void Any_segment_postpones_the_probe()   // RFC 9293 §3.8.4, MUST-27
    {
        var tcp = Established();
        tcp.ExpectNothingFor(7_000.Seconds);

        tcp.Send("P.", seq: 1, ack: 1, data: "a");
        tcp.Expect(". 1:1(0) ack 2", after: 200.Milliseconds);
        tcp.Expect(". 0:0(0) ack 2", at: 14_200.Seconds);
    }

    [Fact]
    public void A_peer_that_answers_each_probe_is_kept_for_ever_though_the_interval_is_longer_than_the_time()   // RFC 9293 §3.8.4
    {
        var tcp = Established(settings =>
        {
            settings.KeepAliveTime = 5.Seconds;
            settings.KeepAliveInterval = 10.Seconds;
            settings.KeepAliveRetryCount = 2;
        });

        for (var round = 0; round < 100; round++)
        {
            tcp.Pass(10.Seconds);
            tcp.State.Should().Be(TcpState.Established);
            tcp.Send(".", seq: 1, ack: 1);
        }
    }

    [Fact]
    public void The_application_sets_time_interval_and_count()   // TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT
    {
        var tcp = TcpScript.Established();
        tcp.ExpectNothingFor(100.Seconds);

        tcp.Set(settings =>
        {
            settings.KeepAlive = true;
            settings.KeepAliveTime = 10.Seconds;
            settings.KeepAliveInterval = 2.Seconds;
            settings.KeepAliveRetryCount = 2;
        });
        tcp.Expect(". 0:0(0) ack 1", after: 10.Seconds);
        tcp.Expect(". 0:0(0) ack 1", after: 2.Seconds);
        tcp.Expect("R. 1:1(0) ack 1", after: 2.Seconds);
    }

    [Fact]
    public void Data_in_flight_asks_the_peer_already()   // RFC 9293 §3.8.4: only an idle connection is probed
    {
        var tcp = Established(settings => settings.KeepAliveTime = 2.Seconds);

        tcp.Write(1);
        tcp.Pass(50.Seconds).Should().OnlyContain(line => line == "P. 1:2(1) ack 1");
    }

    [Fact]
    public void The_peers_probe_is_answered()   // RFC 9293 §3.8.4, §3.10.7.4, first
    {
        var tcp = TcpScript.Established();

        tcp.Send(".", seq: 0, ack: 1);
        tcp.Expect(". 1:1(0) ack 1");
    }

    [Fact]
    public void Keep_alives_keep_no_run_alive()
    {
        var tcp = Established();

        tcp.RunUntilIdle();
        tcp.Now.Should().Be(SimTime.Zero);
    }

    private static TcpScript Established(Action<TcpSettings>? settings = null) => TcpScript.Established("<mss 1000>", settings: all =>
    {
        all.KeepAlive = true;
        settings?.Invoke(all);
    });
}
