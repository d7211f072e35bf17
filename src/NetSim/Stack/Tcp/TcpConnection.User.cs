using System.Net.Sockets;

namespace NetSim.Stack.Tcp;

/// <content>What the user asks for beyond the RFC's calls: looking ahead, errors, urgent data, settings.</content>
internal sealed partial class TcpConnection
{
    /// <summary>How many octets are written and not acknowledged (SIOCOUTQ).</summary>
    public int Unacknowledged => _outgoing.Length;

    /// <summary>Copies octets to the application without taking them (MSG_PEEK).</summary>
    public int Peek(Span<byte> destination) => _received.Peek(destination);

    /// <summary>The error of the connection, told once (SO_ERROR): what ended it, or what ICMP told while it goes on.</summary>
    public SocketError? TakeError()
    {
        var error = _untoldError;
        _untoldError = null;
        return error;
    }

    /// <summary>The user has changed <see cref="Settings"/>.</summary>
    public void OnSettingsChanged() => ComeToRest();
}
