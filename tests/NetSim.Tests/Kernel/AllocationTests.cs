using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class AllocationTests
{
    private const int Events = 100_000;

    [Fact]
    public void An_event_that_schedules_its_successor_allocates_nothing()
    {
        var simulation = new Simulation();
        var handler = new Successor(simulation);

        AllocatedBy(simulation, () =>
        {
            handler.Left = Events;
            simulation.Schedule(1.Nanoseconds, handler);
        }).Should().Be(0);
        simulation.ExecutedEvents.Should().BeGreaterThan(Events);
    }

    [Fact]
    public void Many_pending_events_and_cancellations_allocate_nothing()
    {
        var simulation = new Simulation();
        var handler = new Ignore();
        var handles = new EventHandle[1000];

        AllocatedBy(simulation, () =>
        {
            for (var i = 0; i < Events; i++)
            {
                ref var handle = ref handles[i % handles.Length];
                simulation.Cancel(handle);
                handle = simulation.Schedule(new Duration(i * 7919 % 5000), handler);
            }
        }).Should().Be(0);
    }

    [Fact]
    public void A_timer_that_is_armed_for_every_event_allocates_nothing()
    {
        var simulation = new Simulation();
        var handler = new Successor(simulation) { Timer = new SimTimer(simulation, new Ignore()) };

        AllocatedBy(simulation, () =>
        {
            handler.Left = Events;
            simulation.Schedule(1.Nanoseconds, handler);
        }).Should().Be(0);
    }

    private static long AllocatedBy(Simulation simulation, Action schedule)
    {
        schedule(); // the arrays grow and the methods are compiled in the first round
        simulation.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        schedule();
        simulation.Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Successor(Simulation simulation) : IEventHandler
    {
        public int Left { get; set; }

        public SimTimer? Timer { get; init; }

        public void OnEvent(object? state)
        {
            Timer?.Start(200.Nanoseconds);
            if (--Left > 0)
                simulation.Schedule(1.Nanoseconds, this);
        }
    }

    private sealed class Ignore : IEventHandler
    {
        public void OnEvent(object? state)
        {
        }
    }
}
