using System.Runtime.CompilerServices;
using NetSim.Kernel;

namespace NetSim.Topology;

/// <content>Running.</content>
public sealed partial class Network
{
    /// <summary>Runs until the network is at rest: nothing is under way, and nobody waits for an answer.</summary>
    /// <inheritdoc cref="Simulation.Run()"/>
    public void Run()
    {
        Validate();
        Simulation.Run();
    }

    /// <summary>Runs for a length of virtual time.</summary>
    /// <inheritdoc cref="Simulation.RunFor(Duration)"/>
    public void RunFor(Duration duration)
    {
        Validate();
        Simulation.RunFor(duration);
    }

    /// <inheritdoc cref="Simulation.Run(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public void Run(Func<Task> script)
    {
        Validate();
        Simulation.Run(script);
    }

    /// <inheritdoc cref="Simulation.Run{T}(Func{ValueTask{T}})"/>
    public T Run<T>(Func<ValueTask<T>> script)
    {
        Validate();
        return Simulation.Run(script);
    }

    /// <inheritdoc cref="Simulation.Run{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)] // of an async lambda, which could be either
    public T Run<T>(Func<Task<T>> script)
    {
        Validate();
        return Simulation.Run(script);
    }
}
