using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class ScriptTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void A_script_runs_in_virtual_time_and_gives_its_result()
    {
        var result = _simulation.Run(async () =>
        {
            await _simulation.Delay(1.Hours);
            await _simulation.Delay(Duration.Zero);
            return $"done at {_simulation.Now}";
        });

        result.Should().Be("done at 3600.000000000");
    }

    [Fact]
    public void The_run_ends_with_the_script_and_leaves_later_events_in_the_queue()
    {
        var ran = false;
        _simulation.Schedule(10.Seconds, () => ran = true);

        _simulation.Run(() => _simulation.Delay(1.Seconds));

        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
        ran.Should().BeFalse();
        _simulation.Run();
        ran.Should().BeTrue();
    }

    [Fact]
    public void Every_part_of_a_script_runs_on_the_thread_of_the_run()
    {
        var threads = new HashSet<int> { Environment.CurrentManagedThreadId };

        _simulation.Run(async () =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.WhenAll(Loop(), Loop());
            threads.Add(Environment.CurrentManagedThreadId);
        });

        threads.Should().ContainSingle();

        async Task Loop()
        {
            for (var i = 0; i < 100; i++)
            {
                await _simulation.Delay(1.Milliseconds);
                threads.Add(Environment.CurrentManagedThreadId);
            }
        }
    }

    [Fact]
    public void What_a_script_throws_is_thrown_unchanged()
    {
        var exception = new FormatException("mine");

        _simulation.Invoking(s => s.Run(async () =>
        {
            await s.Delay(1.Seconds);
            throw exception;
        })).Should().Throw<FormatException>().Which.Should().BeSameAs(exception);
        _simulation.Invoking(s => s.Run((Func<Task>)(() => throw exception))).Should().Throw<FormatException>().Which.Should().BeSameAs(exception);

        _simulation.Run(() => _simulation.Delay(1.Seconds)); // still usable
        _simulation.Now.Should().Be(SimTime.At(2.Seconds));
    }

    [Fact]
    public void A_deadlock_names_who_waits_for_what_since_when()
    {
        _simulation.Schedule(2.Seconds, () => { });

        var exception = _simulation.Invoking(s => s.Run(async () =>
        {
            _ = new PendingOperation<int>(s, "Web Server", "AcceptAsync on port", 80);
            await s.Delay(1.Seconds);
            await new PendingOperation<int>(s, "Client", "ReadAsync").Task;
        })).Should().Throw<SimulationDeadlockException>().Which;

        exception.Time.Should().Be(SimTime.At(2.Seconds));
        exception.Waiting.Should().Equal(
            "Web Server: AcceptAsync on port 80, since 0.000000000 s",
            "Client: ReadAsync, since 1.000000000 s");
        exception.Message.Should().Contain("Nothing more happens after 2.000000000 s").And.Contain("Client: ReadAsync");
    }

    [Fact]
    public void Background_events_do_not_hide_a_deadlock()
    {
        var ageing = new SimTimer(_simulation, () => { }) { IsBackground = true };
        ageing.Start(1.Seconds);

        _simulation.Invoking(s => s.Run(() => new PendingOperation<int>(s, "Client", "ReadAsync").Task))
            .Should().Throw<SimulationDeadlockException>();
    }

    [Fact]
    public void A_script_resumes_inline_in_the_event_that_completes_its_operation()
    {
        var log = new List<string>();
        _simulation.Run(async () =>
        {
            var operation = new PendingOperation<int>(_simulation, "Client", "ReadAsync");
            _simulation.Schedule(1.Seconds, () =>
            {
                log.Add("completing");
                operation.TryComplete(7).Should().BeTrue();
                operation.TryComplete(8).Should().BeFalse();
                log.Add("completed");
            });
            log.Add($"read {await operation.Task}");
        });

        log.Should().Equal("completing", "read 7", "completed");
    }

    [Fact]
    public void An_operation_that_fails_throws_at_its_await()
    {
        var operation = new PendingOperation<int>(_simulation, "Client", "ReadAsync");
        _simulation.Schedule(1.Seconds, () => operation.TryFail(new FormatException("reset")));

        _simulation.Invoking(s => s.Run(() => operation.Task)).Should().Throw<FormatException>().WithMessage("reset");
        operation.IsCompleted.Should().BeTrue();
        operation.TryComplete(1).Should().BeFalse();
    }

    [Fact]
    public void A_cancelled_delay_ends_at_once_and_its_event_is_gone()
    {
        using var source = new CancellationTokenSource();
        _simulation.Schedule(1.Seconds, source.Cancel);

        _simulation.Invoking(s => s.Run(() => s.Delay(1.Hours, source.Token))).Should().Throw<OperationCanceledException>()
            .Which.CancellationToken.Should().Be(source.Token);

        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
        _simulation.IsIdle.Should().BeTrue();
        _simulation.Invoking(s => s.Run(() => s.Delay(1.Hours, source.Token))).Should().Throw<OperationCanceledException>();
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
    }

    [Fact]
    public void A_run_within_a_script_is_refused()
    {
        _simulation.Invoking(s => s.Run(async () =>
        {
            await s.Delay(1.Seconds);
            s.Run();
        })).Should().Throw<InvalidOperationException>().WithMessage("The simulation is running already.*");
    }

    [Fact]
    public void A_script_may_run_another_simulation()
    {
        var other = new Simulation();

        _simulation.Run(async () =>
        {
            await _simulation.Delay(1.Seconds);
            other.Run(() => other.Delay(5.Seconds));
            await _simulation.Delay(1.Seconds);
        });

        (_simulation.Now, other.Now).Should().Be((SimTime.At(2.Seconds), SimTime.At(5.Seconds)));
    }

    [Fact]
    public void Simulations_side_by_side_on_threads_of_their_own_give_the_same_result()
    {
        var results = new string[4];
        var threads = results.Select((_, i) => new Thread(() => results[i] = RandomWalk())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        results.Should().AllBe(RandomWalk());
    }

    private static string RandomWalk()
    {
        var simulation = new Simulation(new SimulationOptions { Seed = 7 });
        var log = new List<string>();
        simulation.Run(() => Task.WhenAll(Walk("a"), Walk("b"), Walk("c")));
        return string.Join(" ", log);

        async Task Walk(string name)
        {
            for (var i = 0; i < 500; i++)
            {
                await simulation.Delay(simulation.Random(name).NextDuration(Duration.Zero, 10.Nanoseconds));
                log.Add($"{name}{simulation.Now}");
            }
        }
    }
}
