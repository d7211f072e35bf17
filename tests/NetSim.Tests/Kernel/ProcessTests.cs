using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class ProcessTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void A_process_runs_to_its_first_await_at_once_and_goes_on_in_the_run()
    {
        var log = new List<string>();
        _simulation.Start(async () =>
        {
            log.Add("starts");
            await _simulation.Delay(1.Seconds);
            log.Add($"ends at {_simulation.Now} on {Environment.CurrentManagedThreadId}");
        });
        log.Should().Equal("starts");

        _simulation.Run();

        log[^1].Should().Be($"ends at 1.000000000 on {Environment.CurrentManagedThreadId}");
    }

    [Fact]
    public void A_process_that_fails_ends_the_run_with_its_exception()
    {
        var exception = new FormatException();
        _simulation.Start(async () =>
        {
            await _simulation.Delay(1.Seconds);
            throw exception;
        });

        _simulation.Invoking(s => s.Run(() => s.Delay(1.Hours))).Should().Throw<FormatException>().Which.Should().BeSameAs(exception);
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
        _simulation.Run(); // thrown once
    }

    [Fact]
    public void A_process_that_fails_before_its_first_await_is_not_lost()
    {
        _simulation.Invoking(s => s.Start(() => throw new FormatException())).Should().Throw<FormatException>();
        _simulation.Invoking(s => s.Run(() =>
        {
            s.Start(() => throw new FormatException());
            return Task.CompletedTask;
        })).Should().Throw<FormatException>();
        _simulation.Run();
    }

    [Fact]
    public void A_process_that_fails_between_runs_ends_the_next_one()
    {
        var operation = new PendingOperation<int>(_simulation, "Server", "AcceptAsync");
        _simulation.Start(async () => await operation.Task);

        operation.TryFail(new FormatException());

        _simulation.Invoking(s => s.Run()).Should().Throw<FormatException>();
        _simulation.Run();
    }

    [Fact]
    public void Of_two_processes_that_fail_in_one_event_the_first_is_reported()
    {
        // Each has an operation of its own: of several that await one task, .NET resumes all but one on the thread pool.
        var (accept, connect) = (new PendingOperation<int>(_simulation, "Server", "AcceptAsync"), new PendingOperation<int>(_simulation, "Client", "ConnectAsync"));
        _simulation.Start(() => FailAfter(accept, "first"));
        _simulation.Start(() => FailAfter(connect, "second"));
        _simulation.Schedule(1.Seconds, () =>
        {
            accept.TryComplete(0);
            connect.TryComplete(0);
        });

        _simulation.Invoking(s => s.Run()).Should().Throw<FormatException>().WithMessage("first");
        _simulation.Run();
    }

    private static async Task FailAfter(PendingOperation<int> operation, string text)
    {
        await operation.Task;
        throw new FormatException(text);
    }
}
