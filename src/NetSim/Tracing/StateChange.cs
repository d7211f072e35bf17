using NetSim.Kernel;

namespace NetSim.Tracing;

/// <summary>The tables of devices whose changes a trace records.</summary>
public enum StateTable
{
    /// <summary>A switch's MAC table: from MAC address to port.</summary>
    MacTable,

    /// <summary>A host's ARP cache: from IPv4 address to MAC address.</summary>
    ArpCache,

    /// <summary>A host's IPv4 addresses: from interface to address.</summary>
    Addresses,

    /// <summary>A host's routes: from subnet to gateway or interface.</summary>
    Routes,

    /// <summary>The states of a host's TCP connections: from the pair of sockets to the state.</summary>
    TcpConnections,

    /// <summary>The state of a host's DHCP client: from interface to state.</summary>
    DhcpClient,

    /// <summary>A DHCP server's leases: from address to client.</summary>
    DhcpLeases,

    /// <summary>A DNS client's cache: from question to answer.</summary>
    DnsCache,

    /// <summary>A device's cables: from interface to what it is connected to.</summary>
    Cables,
}

/// <summary>An entry of a device's table was added, changed or removed.</summary>
public sealed class StateChange : TraceEvent
{
    internal StateChange(int number, SimTime time, string device, PduEvent? cause, StateTable table, object key, object? value)
        : base(number, time, device, cause)
    {
        Table = table;
        Key = key;
        Value = value;
    }

    /// <summary>The table.</summary>
    public StateTable Table { get; }

    /// <summary>Which entry.</summary>
    public object Key { get; }

    /// <summary>Its new value, or null where the entry was removed.</summary>
    public object? Value { get; }

    /// <summary>Such as <c>0.000123456 Switch: MacTable 02:00:00:00:00:01 = Port 1</c>.</summary>
    public override string ToString() => $"{Time} {Device}: {Table} {Key} {(Value is null ? "removed" : $"= {Value}")}";
}
