using BenchmarkDotNet.Attributes;
using NetSim.Kernel;

namespace NetSim.Benchmarks;

/// <summary>The hold model: each event schedules itself again, so that the number of pending events stays the same.</summary>
[MemoryDiagnoser]
public class EventQueueBenchmarks : IEventHandler
{
    private const int Events = 100_000;
    private const int MeanDelay = 1_000_000_000;

    private readonly Duration[] _delays = new Duration[65_536];
    private Simulation _simulation = null!;
    private TaskCompletionSource _end = null!;
    private int _at;
    private int _left;

    [Params(1_000, 100_000, 1_000_000)]
    public int Pending { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(42);
        Duration Exponential() => new((long)(-Math.Log(1 - random.NextDouble()) * MeanDelay));
        for (var i = 0; i < _delays.Length; i++)
            _delays[i] = Exponential();
        _simulation = new Simulation();
        for (var i = 0; i < Pending; i++)
            _simulation.Schedule(Exponential(), this);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void Hold()
    {
        _left = Events;
        _end = new TaskCompletionSource();
        _simulation.Run(() => _end.Task);
    }

    void IEventHandler.OnEvent(object? state)
    {
        _simulation.Schedule(_delays[_at++ & (_delays.Length - 1)], this);
        if (--_left == 0)
            _end.SetResult();
    }
}
