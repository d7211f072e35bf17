using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>What happens when a connection's timer expires: one object for all connections, of which each timer names its own.</summary>
internal sealed class TcpTimeout(string name, Action<TcpConnection> expired) : IEventHandler
{
    public void OnEvent(object? state) => expired((TcpConnection)state!);

    public override string ToString() => $"TCP: {name}";
}
