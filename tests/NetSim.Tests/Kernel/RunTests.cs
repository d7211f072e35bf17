using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class RunTests
{
    private readonly Simulation _simulation = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void A_run_ends_at_the_last_foreground_event()
    {
        Note("a", 1.Seconds);
        Note("housekeeping", 2.Seconds, isBackground: true);
        Note("b", 3.Seconds);
        Note("more housekeeping", 4.Seconds, isBackground: true);

        _simulation.Run();

        _ran.Should().Equal("a", "housekeeping", "b");
        _simulation.Now.Should().Be(SimTime.At(3.Seconds));
        _simulation.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void A_foreground_event_that_a_background_event_schedules_keeps_the_run_alive()
    {
        _simulation.Schedule(1.Seconds, new Call(() => Note("late", 5.Seconds)), isBackground: true);
        Note("a", 2.Seconds);

        _simulation.Run();

        _ran.Should().Equal("a", "late");
    }

    [Fact]
    public void A_cancelled_foreground_event_keeps_no_run_alive()
    {
        var handle = Note("a", 1.Seconds);
        Note("housekeeping", 1.Seconds, isBackground: true);
        _simulation.Cancel(handle);

        _simulation.Run();

        _ran.Should().BeEmpty();
        _simulation.Now.Should().Be(SimTime.Zero);
    }

    [Fact]
    public void A_cancelled_background_event_does_not_count_as_a_foreground_one()
    {
        var handle = Note("housekeeping", 1.Seconds, isBackground: true);
        Note("a", 2.Seconds);
        _simulation.Cancel(handle);

        _simulation.Run();

        _ran.Should().Equal("a");
        _simulation.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void A_run_until_a_time_runs_the_events_at_that_time_and_ends_there()
    {
        Note("before", 1.Seconds);
        Note("at", 2.Seconds, isBackground: true);
        Note("after", 2.Seconds + 1.Nanoseconds);

        _simulation.RunUntil(SimTime.At(2.Seconds));

        _ran.Should().Equal("before", "at");
        _simulation.Now.Should().Be(SimTime.At(2.Seconds));
        _simulation.IsIdle.Should().BeFalse();
    }

    [Fact]
    public void A_run_before_an_instant_leaves_what_is_due_then()
    {
        Note("a", 1.Seconds);
        Note("b", 2.Seconds);

        _simulation.RunBefore(SimTime.At(2.Seconds));

        _ran.Should().Equal("a");
        _simulation.Now.Should().Be(SimTime.At(2.Seconds));
        _simulation.RunBefore(_simulation.Now);
        _simulation.Invoking(s => s.RunBefore(SimTime.At(1.Seconds))).Should().Throw<ArgumentOutOfRangeException>();
        _simulation.Run();
        _ran.Should().Equal("a", "b");
    }

    [Fact]
    public void A_run_for_a_time_lasts_as_long_even_without_events()
    {
        _simulation.RunFor(3.Seconds);
        _simulation.RunFor(500.Milliseconds);

        _simulation.Now.Should().Be(SimTime.At(3.5.Seconds));
        _simulation.ExecutedEvents.Should().Be(0);
    }

    [Fact]
    public void A_run_into_the_past_is_refused()
    {
        _simulation.RunFor(1.Seconds);

        _simulation.Invoking(s => s.RunUntil(SimTime.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        _simulation.Invoking(s => s.RunFor(new Duration(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_step_runs_one_event()
    {
        Note("a", 1.Seconds);
        Note("housekeeping", 2.Seconds, isBackground: true);

        _simulation.Step().Should().BeTrue();
        _ran.Should().Equal("a");
        _simulation.Step().Should().BeTrue();
        _ran.Should().Equal("a", "housekeeping");
        _simulation.Step().Should().BeFalse();
        _simulation.Now.Should().Be(SimTime.At(2.Seconds));
    }

    [Fact]
    public void A_run_within_an_event_is_refused()
    {
        _simulation.Schedule(1.Seconds, _simulation.Run);

        _simulation.Invoking(s => s.Run()).Should().Throw<InvalidOperationException>().WithMessage("The simulation is running already.*");
    }

    [Fact]
    public void A_handler_that_throws_ends_the_run_and_the_next_run_goes_on()
    {
        _simulation.Schedule(1.Seconds, () => throw new FormatException("bad"));
        Note("b", 2.Seconds);
        Note("a", 1.Seconds);

        _simulation.Invoking(s => s.Run()).Should().Throw<FormatException>().WithMessage("bad");
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
        _simulation.Run();

        _ran.Should().Equal("a", "b");
        _simulation.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void The_event_budget_ends_a_storm_and_names_the_next_event()
    {
        _simulation.EventBudget = 1000;
        void Storm() => _simulation.Schedule(1.Microseconds, Storm);
        Storm();

        var exception = _simulation.Invoking(s => s.Run()).Should().Throw<EventBudgetExceededException>().Which;

        exception.ExecutedEvents.Should().Be(1000);
        exception.Time.Should().Be(SimTime.At(1.Milliseconds));
        exception.Message.Should().Contain("1000 events").And.Contain("0.001000000 s").And.Contain("Storm");
    }

    [Fact]
    public void Whoever_raises_the_event_budget_goes_on_with_the_very_next_event()
    {
        var simulation = new Simulation(new SimulationOptions { EventBudget = 1 });
        var ran = new List<int>();
        simulation.Schedule(1.Seconds, () => ran.Add(1));
        simulation.Schedule(2.Seconds, () => ran.Add(2));
        var timer = new SimTimer(simulation, () => ran.Add(3));
        timer.Start(3.Seconds);

        simulation.Invoking(s => s.Run()).Should().Throw<EventBudgetExceededException>();
        simulation.EventBudget = 2;
        simulation.Invoking(s => s.Run()).Should().Throw<EventBudgetExceededException>().WithMessage("*a timer of*");
        timer.IsRunning.Should().BeTrue();
        simulation.EventBudget = null;
        simulation.Run();

        ran.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void A_budget_that_is_used_up_with_the_last_event_is_not_exceeded()
    {
        _simulation.EventBudget = 2;
        Note("a", 1.Seconds);
        Note("b", 2.Seconds);

        _simulation.Run();

        _ran.Should().Equal("a", "b");
    }

    private EventHandle Note(string name, Duration delay, bool isBackground = false) =>
        _simulation.Schedule(delay, new Call(() => _ran.Add(name)), isBackground: isBackground);

    private sealed class Call(Action action) : IEventHandler
    {
        public void OnEvent(object? state) => action();
    }
}
