using BenchmarkDotNet.Attributes;
using NetSim.Kernel;

namespace NetSim.Benchmarks;

/// <summary>Timers that are set again before they expire, as TCP sets its retransmission timer with each segment.</summary>
[MemoryDiagnoser]
public class TimerBenchmarks
{
    private const int Timers = 1_000;

    private readonly SimTimer[] _timers = new SimTimer[Timers];

    [GlobalSetup]
    public void SetUp()
    {
        var simulation = new Simulation();
        for (var i = 0; i < Timers; i++)
        {
            _timers[i] = new SimTimer(simulation, () => { });
            _timers[i].Start(1.Seconds);
        }
    }

    [Benchmark(OperationsPerInvoke = Timers)]
    public void StartAgainLater()
    {
        foreach (var timer in _timers)
            timer.Start(2.Seconds);
    }

    [Benchmark(OperationsPerInvoke = Timers)]
    public void StopAndStart()
    {
        foreach (var timer in _timers)
        {
            timer.Stop();
            timer.Start(2.Seconds);
        }
    }
}
