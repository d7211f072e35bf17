using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;

namespace NetSim.Tests.Kernel;

/// <summary>What would take a script elsewhere ends in an error that says so, and never in a hang.</summary>
public sealed class ThreadTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void A_synchronization_context_takes_no_continuation_away_and_is_there_again_afterwards()
    {
        var context = new RefusingContext();
        var former = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var operation = new PendingOperation<int>(_simulation, "Server", "AcceptAsync");
            var resumedOn = 0;
            _simulation.Start(async () =>
            {
                await _simulation.Delay(1.Seconds);
                await operation.Task;
                resumedOn = Environment.CurrentManagedThreadId;
            });
            _simulation.Run(() => _simulation.Delay(2.Seconds));
            operation.TryComplete(1); // outside of any run

            resumedOn.Should().Be(Environment.CurrentManagedThreadId);
            SynchronizationContext.Current.Should().BeSameAs(context);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(former);
        }
    }

    [Fact]
    public void A_run_under_a_task_scheduler_of_its_own_is_refused()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var run = Task.Factory.StartNew(
            () => _simulation.Run(() => _simulation.Delay(1.Seconds)), CancellationToken.None, TaskCreationOptions.None, scheduler);

        run.Invoking(task => task.GetAwaiter().GetResult())
            .Should().Throw<InvalidOperationException>().WithMessage("The simulation cannot run under the task scheduler*");
    }

    [Fact]
    public void A_script_that_yields_to_the_thread_pool_ends_in_an_error()
    {
        _simulation.Invoking(s => s.Run(async () =>
        {
            await Task.Yield();
            await s.Delay(1.Seconds);
        })).Should().Throw<InvalidOperationException>().WithMessage("*no Task.Run or Task.Yield.");
    }

    [Fact]
    public void A_script_that_ends_on_the_thread_pool_while_events_go_on_is_refused()
    {
        KeepRunning();

        _simulation.Invoking(s => s.Run(LeaveAsync))
            .Should().Throw<InvalidOperationException>().WithMessage("The simulation was called from another thread while it runs.*");
    }

    [Fact]
    public void A_process_that_leaves_for_the_thread_pool_ends_the_run()
    {
        KeepRunning();
        _simulation.Schedule(1.Microseconds, () => _simulation.Start(LeaveAsync));

        _simulation.Invoking(s => s.Run())
            .Should().Throw<InvalidOperationException>().WithMessage("The simulation was called from another thread while it runs.*");
    }

    [Fact]
    public void Calls_from_another_thread_are_refused_while_the_simulation_runs()
    {
        var timer = new SimTimer(_simulation, () => { });
        var operation = new PendingOperation<int>(_simulation, "Client", "ReadAsync");
        var networkInterface = new NetworkInterface(_simulation, "Client", "eth0", MacAddress.FromNumber(1), networkTrace: null, trace: null);
        var calls = new (string Name, Action Call)[]
        {
            ("Schedule", () => _simulation.Schedule(1.Seconds, () => { })),
            ("Cancel", () => _simulation.Cancel(default)),
            ("Random", () => _simulation.Random("a")),
            ("Delay", () => _simulation.Delay(1.Seconds)),
            ("Start", () => _simulation.Start(() => Task.CompletedTask)),
            ("Run", () => _simulation.Run()),
            ("CreateTimer", () => _simulation.TimeProvider.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero)),
            ("Timer.Start", () => timer.Start(1.Seconds)),
            ("Timer.Stop", timer.Stop),
            ("TryComplete", () => operation.TryComplete(1)),
            ("TryFail", () => operation.TryFail(new FormatException())),
            ("NetworkInterface.Send", () => networkInterface.Send(Station.Frame(MacAddress.Broadcast, networkInterface.MacAddress))),
            ("PendingOperation", () => _ = new PendingOperation<int>(_simulation, "Client", "ReadAsync")),
        };
        var refused = new List<string>();
        _simulation.Schedule(1.Seconds, () =>
        {
            foreach (var (name, call) in calls)
            {
                if (OnAnotherThread(call) is InvalidOperationException)
                    refused.Add(name);
            }
        });

        _simulation.Run();

        refused.Should().Equal(calls.Select(call => call.Name));
        _simulation.IsIdle.Should().BeTrue();
        operation.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void A_cancellation_from_another_thread_ends_the_run_and_not_the_process()
    {
        using var source = new CancellationTokenSource();
        _simulation.Schedule(1.Seconds, () => OnAnotherThread(source.Cancel).Should().BeNull());

        _simulation.Invoking(s => s.Run(() => s.Delay(1.Hours, source.Token)))
            .Should().Throw<InvalidOperationException>().WithMessage("The simulation was called from another thread while it runs.*");
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
    }

    [Fact]
    public void A_virtual_timer_that_the_garbage_collector_finalizes_goes_on()
    {
        var ticks = 0;
        var timer = _simulation.TimeProvider.CreateTimer(_ => ticks++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _simulation.Schedule(1.5.Seconds, () => OnAnotherThread(timer.Dispose).Should().BeNull());

        _simulation.RunFor(3.Seconds);

        ticks.Should().Be(3);
    }

    [Fact]
    public void Between_runs_any_thread_may_call()
    {
        OnAnotherThread(() => _simulation.Schedule(1.Seconds, () => { })).Should().BeNull();
        OnAnotherThread(() => _simulation.Run()).Should().BeNull();

        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
    }

    private static Exception? OnAnotherThread(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action));
        thread.Start();
        thread.Join();
        return thrown;
    }

    /// <summary>Foreground events that go on until the error, or for some minutes if it never comes.</summary>
    /// <summary>Goes to the thread pool, and ends there while the simulation goes on: not before an event has run, as whoever awaits it could still be on the way.</summary>
    private async Task LeaveAsync()
    {
        using var hasGoneOn = new ManualResetEventSlim();
        _simulation.Schedule(1.Microseconds, hasGoneOn.Set);
        await Task.Yield();
        hasGoneOn.Wait();
    }

    private void KeepRunning()
    {
        _simulation.EventBudget = 2_000_000_000;
        _simulation.Schedule(1.Microseconds, KeepRunning);
    }

    private sealed class RefusingContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => Assert.Fail("A continuation was posted to the context.");
    }
}
