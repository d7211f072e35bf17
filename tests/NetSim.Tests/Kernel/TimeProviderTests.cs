using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class TimeProviderTests
{
    private static readonly DateTimeOffset Epoch = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly Simulation _simulation = new(new SimulationOptions { Epoch = Epoch });
    private readonly List<string> _log = [];

    private TimeProvider Time => _simulation.TimeProvider;

    [Fact]
    public void The_clocks_show_virtual_time()
    {
        _simulation.RunFor(1.5.Seconds);

        Time.GetUtcNow().Should().Be(Epoch.AddSeconds(1.5));
        Time.GetUtcNow().Offset.Should().Be(TimeSpan.Zero);
        Time.GetTimestamp().Should().Be(1_500_000_000);
        Time.GetElapsedTime(0).Should().Be(TimeSpan.FromSeconds(1.5));
        Time.LocalTimeZone.Should().Be(TimeZoneInfo.Utc);
    }

    [Fact]
    public void An_epoch_in_another_time_zone_is_told_in_universal_time()
    {
        var simulation = new Simulation(new SimulationOptions { Epoch = new(2030, 1, 1, 9, 0, 0, TimeSpan.FromHours(9)) });

        simulation.TimeProvider.GetUtcNow().Should().Be(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        simulation.TimeProvider.GetUtcNow().Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Task_Delay_ends_in_virtual_time_on_the_thread_of_the_run() => RunAndStayOnThread(async () =>
    {
        await Task.Delay(TimeSpan.FromHours(2), Time);
        Note();
        await Task.Delay(TimeSpan.FromSeconds(1), Time);
        Note();
    }, "7200.000000000", "7201.000000000");

    [Fact]
    public void A_cancellation_source_cancels_after_its_delay() => RunAndStayOnThread(async () =>
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(3), Time);
        source.Token.Register(Note);
        await FluentActions.Awaiting(() => _simulation.Delay(1.Hours, source.Token)).Should().ThrowAsync<OperationCanceledException>();
        Note();
    }, "3.000000000", "3.000000000");

    [Fact]
    public void A_periodic_timer_ticks_in_virtual_time() => RunAndStayOnThread(async () =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), Time);
        for (var i = 0; i < 3; i++)
        {
            (await timer.WaitForNextTickAsync()).Should().BeTrue();
            Note();
        }
    }, "10.000000000", "20.000000000", "30.000000000");

    [Fact]
    public void WaitAsync_gives_up_in_virtual_time() => RunAndStayOnThread(async () =>
    {
        var never = new TaskCompletionSource();
        await FluentActions.Awaiting(() => never.Task.WaitAsync(TimeSpan.FromSeconds(5), Time)).Should().ThrowAsync<TimeoutException>();
        Note();
    }, "5.000000000");

    [Fact]
    public void WaitAsync_of_a_task_that_ends_in_time_leaves_no_timer_behind() => RunAndStayOnThread(async () =>
    {
        await _simulation.Delay(1.Seconds).WaitAsync(TimeSpan.FromSeconds(5), Time);
        Note();
    }, "1.000000000");

    [Fact]
    public void A_timer_with_a_period_does_not_drift_and_can_be_changed()
    {
        var timer = Time.CreateTimer(state => _log.Add($"{state} {_simulation.Now}"), "tick", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        _simulation.RunUntil(SimTime.At(5.Seconds));
        _log.Should().Equal("tick 1.000000000", "tick 3.000000000", "tick 5.000000000");

        timer.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan).Should().BeTrue();
        _simulation.Run();
        _log.Should().HaveCount(4).And.EndWith("tick 9.000000000");
    }

    [Fact]
    public void A_timer_that_is_never_due_waits_for_its_change()
    {
        var timer = Time.CreateTimer(_ => Note(), null, Timeout.InfiniteTimeSpan, TimeSpan.Zero);
        _simulation.IsIdle.Should().BeTrue();

        timer.Change(TimeSpan.Zero, TimeSpan.Zero); // due at once, and a period of zero means once
        _simulation.Run();

        _log.Should().Equal("0.000000000");
    }

    [Fact]
    public async Task A_disposed_timer_is_silent()
    {
        var timer = Time.CreateTimer(_ => Note(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        await timer.DisposeAsync();
        _simulation.RunFor(3.Seconds);

        _log.Should().BeEmpty();
        timer.Change(TimeSpan.Zero, TimeSpan.Zero).Should().BeFalse();
        _simulation.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void A_timer_may_dispose_of_itself_when_it_ticks()
    {
        ITimer timer = null!;
        timer = Time.CreateTimer(_ =>
        {
            Note();
            timer.Dispose();
        }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _simulation.Run();

        _log.Should().Equal("1.000000000");
    }

    [Fact]
    public void A_callback_sees_the_async_locals_of_who_made_the_timer()
    {
        var local = new AsyncLocal<string> { Value = "maker" };
        using var timer = Time.CreateTimer(_ => _log.Add(local.Value!), null, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        local.Value = "runner";

        _simulation.Run();

        _log.Should().Equal("maker");
        local.Value.Should().Be("runner");
    }

    [Fact]
    public void Negative_times_are_refused()
    {
        FluentActions.Invoking(() => Time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(-1), TimeSpan.Zero))
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Time.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.FromSeconds(-1)))
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    private void Note() => _log.Add($"{_simulation.Now}");

    private void RunAndStayOnThread(Func<Task> script, params string[] expected)
    {
        var after = 0;
        _simulation.Run(async () =>
        {
            await script();
            after = Environment.CurrentManagedThreadId;
        });

        after.Should().Be(Environment.CurrentManagedThreadId);
        _log.Should().Equal(expected);
        _simulation.IsIdle.Should().BeTrue();
    }
}
