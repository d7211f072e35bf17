using NetSim.Kernel;

namespace NetSim.Workloads;

/// <summary>W5: the hold model, events that do nothing but schedule themselves again.</summary>
internal sealed class HoldWorkload
{
    private const int TableLength = 65_536;

    private readonly Simulation _simulation = new(new SimulationOptions());
    private readonly TaskCompletionSource _end = new();
    private readonly Duration[] _delays = new Duration[TableLength];
    private readonly Action _hold;
    private int _at;
    private long _left;

    private HoldWorkload(long events)
    {
        _left = events;
        _hold = Hold;
    }

    public static WorkloadResult Run(int pending, long events)
    {
        var workload = new HoldWorkload(events);
        var random = new SplitMix(42);
        for (var i = 0; i < TableLength; i++)
            workload._delays[i] = new Duration(random.NextExponential());
        for (var i = 0; i < pending; i++)
            workload._simulation.Schedule(new Duration(random.NextExponential()), workload._hold);

        var measurement = Measurement.Of(workload._simulation);
        workload._simulation.Run(() => workload._end.Task);
        return measurement.End("W5-hold", $"k={pending}");
    }

    private void Hold()
    {
        if (--_left == 0)
            _end.SetResult();
        else
            _simulation.Schedule(_delays[_at++ & (TableLength - 1)], _hold);
    }
}
