using System.Text;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Tcp;

namespace NetSim.Services.Diagnostics;

/// <summary>A host's TCP listeners and connections and its UDP ports, as a tool shows them.</summary>
/// <param name="Rows">Listeners by port, connections as they were opened, UDP ports by number.</param>
public sealed record ActiveConnections(IReadOnlyList<ActiveConnection> Rows)
{
    internal static ActiveConnections Of(HostStack stack) => new(
    [
        .. stack.Tcp.ListeningEndPoints.Select(local => new ActiveConnection(IpProtocol.Tcp, local, null, null)),
        .. stack.Tcp.Connections.Select(open => new ActiveConnection(IpProtocol.Tcp, open.Local, open.Remote, open.State)),
        .. stack.Udp.Ports.Select(port => new ActiveConnection(IpProtocol.Udp, new Ipv4EndPoint(Ipv4Address.Any, port), null, null)),
    ]);

    /// <summary>As Windows' <c>netstat -an</c> prints them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Active Connections\n\n  Proto  Local Address          Foreign Address        State");
        foreach (var row in Rows)
            text.Append($"\n{row}");
        return text.ToString();
    }
}

/// <summary>A TCP listener or connection, or a UDP port.</summary>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Local">The own address and port; the address is 0.0.0.0 for all of the host's.</param>
/// <param name="Foreign">The peer of a connection; null of a listener or UDP port.</param>
/// <param name="State">The state of a connection; null of a listener or UDP port.</param>
public sealed record ActiveConnection(IpProtocol Protocol, Ipv4EndPoint Local, Ipv4EndPoint? Foreign, TcpState? State)
{
    /// <summary>Whether TCP listens on the port.</summary>
    public bool IsListening => Protocol == IpProtocol.Tcp && State is null;

    private string ForeignText => Foreign?.ToString() ?? (IsListening ? "0.0.0.0:0" : "*:*");

    // Windows writes the RFC's names with underscores, and LISTENING for LISTEN.
    private string StateText => IsListening ? "LISTENING" : State?.ToRfcName().Replace('-', '_') ?? "";

    /// <summary>Such as <c>  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING</c>.</summary>
    public override string ToString() =>
        $"  {(Protocol == IpProtocol.Tcp ? "TCP" : "UDP"),-7}{Local,-23}{ForeignText,-23}{StateText}".TrimEnd();
}
