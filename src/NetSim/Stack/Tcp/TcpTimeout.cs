using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>What happens when a connection's timer expires: one object for all connections, of which each timer names its own.</summary>
internal sealed class TcpTimeout : IEventHandler
{
    private readonly string _name;
    private readonly Action<TcpConnection> _expired;

    public TcpTimeout(string name, Action<TcpConnection> expired) => (_name, _expired) = (name, expired);

    public void OnEvent(object? state) => _expired((TcpConnection)state!);

    public override string ToString() => $"TCP: {_name}";
}
