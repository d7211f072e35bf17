using NetSim.Kernel;

namespace NetSim.Tracing;

/// <summary>Something that happened at a device: a PDU passed it, or one of its tables changed.</summary>
public abstract class TraceEvent
{
    private protected TraceEvent(int number, SimTime time, string device, PduEvent? cause)
    {
        Number = number;
        Time = time;
        Device = device;
        Cause = cause;
    }

    /// <summary>Its place among the events of its kind, from 1: PDUs and changes of tables are counted apart.</summary>
    public int Number { get; }

    /// <summary>When it happened.</summary>
    public SimTime Time { get; }

    /// <summary>The name of the device at which it happened.</summary>
    public string Device { get; }

    /// <summary>The earlier event because of which it happened, or null where nothing but time, or somebody's wish, caused it.</summary>
    public PduEvent? Cause { get; }
}
