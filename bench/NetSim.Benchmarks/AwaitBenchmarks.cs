using BenchmarkDotNet.Attributes;
using NetSim.Kernel;

namespace NetSim.Benchmarks;

/// <summary>What waiting in virtual time costs a script, beside an event that does the same.</summary>
[MemoryDiagnoser]
public class AwaitBenchmarks : IEventHandler
{
    private const int Waits = 10_000;

    private static readonly Duration Delay = 1.Microseconds;

    private readonly Simulation _simulation = new();
    private int _left;

    [Benchmark(Baseline = true, OperationsPerInvoke = Waits)]
    public void Event()
    {
        _left = Waits;
        _simulation.Schedule(Delay, this);
        _simulation.Run();
    }

    [Benchmark(OperationsPerInvoke = Waits)]
    public void AwaitDelay() => _simulation.Run(async () =>
    {
        for (var i = 0; i < Waits; i++)
            await _simulation.Delay(Delay);
    });

    void IEventHandler.OnEvent(object? state)
    {
        if (--_left > 0)
            _simulation.Schedule(Delay, this);
    }
}
