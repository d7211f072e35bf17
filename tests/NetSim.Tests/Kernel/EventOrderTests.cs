using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class EventOrderTests
{
    private readonly Simulation _simulation = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void Events_run_by_time()
    {
        Note("c", 30.Nanoseconds);
        Note("a", 10.Nanoseconds);
        Note("b", 20.Nanoseconds);

        _simulation.Run();

        _ran.Should().Equal("a 0.000000010", "b 0.000000020", "c 0.000000030");
    }

    [Fact]
    public void Events_of_one_time_run_in_the_order_of_scheduling()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"{i}").ToList();
        foreach (var name in names)
            Note(name, 1.Seconds);

        _simulation.Run();

        _ran.Should().Equal(names.Select(name => $"{name} 1.000000000"));
    }

    [Fact]
    public void An_event_scheduled_without_delay_runs_after_those_of_its_instant()
    {
        _simulation.Schedule(1.Seconds, () => Note("third", Duration.Zero));
        Note("second", 1.Seconds);

        _simulation.Run();

        _ran.Should().Equal("second 1.000000000", "third 1.000000000");
    }

    [Fact]
    public void A_handler_is_given_the_state_of_its_event()
    {
        var handler = new Recorder();
        _simulation.Schedule(1.Seconds, handler, "one");
        _simulation.ScheduleAt(SimTime.At(2.Seconds), handler, "two");
        _simulation.Schedule(3.Seconds, handler);

        _simulation.Run();

        handler.States.Should().Equal("one", "two", null);
    }

    [Fact]
    public void A_cancelled_event_does_not_run_and_cannot_be_cancelled_twice()
    {
        var handle = Note("never", 1.Seconds);
        Note("runs", 2.Seconds);

        _simulation.Cancel(handle).Should().BeTrue();
        _simulation.Cancel(handle).Should().BeFalse();
        _simulation.Run();

        _ran.Should().Equal("runs 2.000000000");
        _simulation.ExecutedEvents.Should().Be(1);
    }

    [Fact]
    public void The_handle_of_an_event_that_ran_cancels_no_other_in_its_place()
    {
        var first = Note("first", 1.Seconds);
        _simulation.Run();
        Note("second", 1.Seconds); // takes over the first one's slot

        _simulation.Cancel(first).Should().BeFalse();
        _simulation.Cancel(default).Should().BeFalse();
        _simulation.Run();

        _ran.Should().HaveCount(2);
    }

    [Fact]
    public void An_event_cannot_cancel_itself()
    {
        EventHandle self = default;
        var cancelled = true;
        self = _simulation.Schedule(1.Seconds, () => cancelled = _simulation.Cancel(self));

        _simulation.Run();

        cancelled.Should().BeFalse();
        _simulation.IsIdle.Should().BeTrue();
    }

    [Fact]
    public void The_past_cannot_be_scheduled()
    {
        Note("a", 2.Seconds);
        _simulation.Run();

        _simulation.Invoking(s => s.ScheduleAt(SimTime.At(1.Seconds), () => { }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("The time 1.000000000 has passed: it is 2.000000000.*");
        _simulation.Invoking(s => s.Schedule(new Duration(-1), () => { })).Should().Throw<ArgumentOutOfRangeException>();
        _simulation.IsIdle.Should().BeTrue();
    }

    private EventHandle Note(string name, Duration delay) => _simulation.Schedule(delay, () => _ran.Add($"{name} {_simulation.Now}"));

    private sealed class Recorder : IEventHandler
    {
        public List<object?> States { get; } = [];

        public void OnEvent(object? state) => States.Add(state);
    }
}
