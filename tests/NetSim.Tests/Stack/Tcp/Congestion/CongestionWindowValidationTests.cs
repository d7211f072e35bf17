using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Tests.Stack.Tcp.Congestion;

public class CongestionWindowValidationTests
{
    private const int Mss = 1_000;
    private static readonly Duration Rtt = 100.Milliseconds;
    private readonly CongestionWindowValidation _validation = new(10 * Mss);
    private readonly NewRenoCongestionControl _congestion = new() { Window = 100 * Mss, SlowStartThreshold = 50 * Mss };
    private SimTime _now = SimTime.At(1.Seconds);
    private long _total;

    [Fact]
    public void Before_the_first_sample_the_window_is_valid() // RFC 7661 §4.2
    {
        _validation.PipeAck.Should().BeNull();
        _validation.IsValidated(100 * Mss).Should().BeTrue();
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void It_is_valid_while_half_of_it_is_used(int segments, bool isValidated) // RFC 7661 §4.3
    {
        Exchange(segments);

        _validation.PipeAck.Should().Be(segments * Mss);
        _validation.IsValidated(100 * Mss).Should().Be(isValidated);
    }

    [Fact]
    public void PipeACK_is_the_greatest_sample_of_a_second() // RFC 7661 §4.2: max(3 RTT, 1 s)
    {
        Exchange(60);
        Exchange(10);
        _validation.PipeAck.Should().Be(60 * Mss);

        for (var i = 0; i < 12; i++)
            Exchange(10); // 1.2 s

        _validation.PipeAck.Should().Be(10 * Mss);
    }

    [Fact]
    public void In_the_non_validated_phase_the_window_grows_only_if_all_of_it_is_used() // RFC 7661 §4.4
    {
        Exchange(10);

        _validation.MayGrow(100 * Mss, 99 * Mss).Should().BeFalse();
        _validation.MayGrow(100 * Mss, 100 * Mss).Should().BeTrue();
    }

    [Fact]
    public void The_window_is_kept_for_five_minutes_and_then_halved() // RFC 7661 §4.4.3
    {
        Exchange(60);

        _now += 300.Seconds - new Duration(1);
        _validation.OnSending(_congestion, Rtt, _now);
        _congestion.Window.Should().Be(100 * Mss);

        _now += new Duration(1);
        _validation.OnSending(_congestion, Rtt, _now);
        _congestion.Window.Should().Be(50 * Mss);
        _congestion.SlowStartThreshold.Should().Be(75 * Mss);

        _validation.OnSending(_congestion, Rtt, _now);
        _congestion.Window.Should().Be(50 * Mss, "the period begins again");
    }

    [Fact]
    public void After_hours_the_window_is_the_initial_one() // RFC 7661 §4.4.3: max(cwnd / 2, IW)
    {
        Exchange(60);

        _now += 36_000.Seconds;
        _validation.OnSending(_congestion, Rtt, _now);

        _congestion.Window.Should().Be(10 * Mss);
        _congestion.SlowStartThreshold.Should().Be(75 * Mss);
    }

    [Theory]
    [InlineData(30, 30, 10, 15, 10)]
    [InlineData(30, 8, 8, 15, 11)]
    [InlineData(8, 30, 30, 15, 1)] // at least a segment
    public void A_loss_reduces_it_to_half_of_what_was_in_use(int pipe, int flight, int resent, int during, int after) // RFC 7661 §4.4.1
    {
        Exchange(pipe);

        _validation.OnCongestion(flight * Mss, 100 * Mss).Should().Be(during * Mss);
        _validation.OnRecovered(resent * Mss, Mss).Should().Be(after * Mss);

        _validation.PipeAck.Should().BeNull("it is undefined until the next sample");
    }

    [Fact]
    public void A_loss_in_the_validated_phase_is_the_algorithms_to_answer() // RFC 7661 §4.3
    {
        Exchange(60);

        _validation.OnCongestion(60 * Mss, 100 * Mss).Should().BeNull();
        _validation.OnRecovered(Mss, Mss).Should().BeNull();
    }

    [Fact]
    public void Recovery_gives_no_samples() // RFC 7661 §4.5
    {
        Exchange(10);

        _total += 90 * Mss;
        _validation.OnAcknowledged(Acks.Of(90 * Mss, _now) with { TotalAcknowledged = _total, TotalSent = _total, IsInRecovery = true }, 100 * Mss);

        _validation.PipeAck.Should().Be(10 * Mss);
    }

    /// <summary>So many segments go and are acknowledged two by two within a round trip.</summary>
    private void Exchange(int segments)
    {
        _now += Rtt;
        var sent = _total + (segments * Mss);
        for (var left = segments; left > 0; left -= 2)
        {
            var octets = Math.Min(left, 2) * Mss;
            _total += octets;
            _validation.OnAcknowledged(
                Acks.Of(octets, _now) with { TotalAcknowledged = _total, TotalSent = sent, SmoothedRtt = Rtt }, _congestion.Window);
        }
    }
}
