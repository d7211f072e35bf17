using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class TcpWindowValidationTests
{
    private readonly TcpScript _tcp = TcpScript.EstablishedWithSack(
        100.Milliseconds, new TcpOptions { CongestionWindowValidation = CongestionWindowValidationMode.Rfc7661 });
    private int _written;

    [Fact]
    public void After_idleness_all_of_the_window_is_there()   // RFC 7661 §1: instead of RFC 5681 §4.1
    {
        var window = OpenWindow();
        _tcp.Pass(10.Seconds);

        _tcp.Write(60_000);

        _tcp.TakeSent().Should().HaveCount(window).And.HaveCountGreaterThan(40);
    }

    [Fact]
    public void The_window_grows_while_half_of_it_is_used_and_stands_while_less_is()   // RFC 7661 §4.3, §4.4
    {
        Use(segments: 10, times: 5);
        Window.Should().Be(20, "10 of more than 20 segments would be less than half");

        Use(segments: 20, times: 2);
        Window.Should().BeGreaterThan(30, "all of it was used");
    }

    [Fact]
    public void A_loss_while_little_is_used_reduces_the_window_to_half_of_that_less_what_was_lost()   // RFC 7661 §4.4.1
    {
        OpenWindow();
        Use(segments: 4, times: 12); // pipeACK forgets in a second what was before
        Window.Should().BeGreaterThan(40);

        var start = _written + 1;
        Write(4);
        _tcp.Pass(100.Milliseconds);
        _tcp.Sack(start, (start + 1_000, start + 4_000));
        _tcp.TakeSent().Should().ContainSingle().Which.Should().StartWith($". {start}:{start + 1_000}");
        _tcp.Connection.Info().SlowStartThreshold.Should().Be(2_000, "half of the four segments that were in use");

        _tcp.Pass(100.Milliseconds);
        _tcp.Sack(start + 4_000);
        _tcp.Connection.Info().CongestionWindow.Should().Be(1_500, "(4 - 1) / 2 segments: one was lost");
    }

    [Fact]
    public void What_is_not_used_for_five_minutes_is_given_up_by_half()   // RFC 7661 §4.4.3
    {
        OpenWindow();
        Use(segments: 1, times: 12);
        var window = Window;
        _tcp.Pass(301.Seconds);

        _tcp.Write(60_000);

        _tcp.TakeSent().Should().HaveCount(window / 2);
    }

    private int Window => _tcp.Connection.Info().CongestionWindow / 1_000;

    /// <summary>Slow start, with as much as it may send, to a window of some 40 segments.</summary>
    /// <returns>The window.</returns>
    private int OpenWindow()
    {
        _tcp.Write(70_000);
        for (var acknowledged = 0; acknowledged < 70_000;)
        {
            if (acknowledged is 0 or 10_000 or 30_000)
                _tcp.Pass(100.Milliseconds);
            _tcp.Sack((acknowledged += 1_000) + 1);
        }

        _tcp.TakeSent();
        _written = 70_000;
        return Window;
    }

    /// <summary>Sends so many segments in each of some round trips, which take 100 ms; all are acknowledged, one by one.</summary>
    private void Use(int segments, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Write(segments);
            _tcp.Pass(100.Milliseconds);
            for (var acknowledged = _written - (segments * 1_000); acknowledged < _written;)
                _tcp.Sack((acknowledged += 1_000) + 1);
        }
    }

    private void Write(int segments)
    {
        _tcp.Write(segments * 1_000);
        _written += segments * 1_000;
        _tcp.TakeSent().Should().HaveCount(segments);
    }
}
