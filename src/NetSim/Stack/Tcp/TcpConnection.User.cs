using System.Net.Sockets;

namespace NetSim.Stack.Tcp;

/// <content>What the user asks for beyond the RFC's calls: looking ahead, errors, settings.</content>
internal sealed partial class TcpConnection
{
    /// <summary>How many octets are written and not acknowledged (SIOCOUTQ).</summary>
    public int Unacknowledged => _outgoing.Length;

    /// <summary>Copies octets to the application without taking them (MSG_PEEK).</summary>
    public int Peek(Span<byte> destination) => _received.Peek(UpToUrgentMark(destination));

    /// <summary>Whether <see cref="TakeError"/> would tell one.</summary>
    public bool HasUntoldError => _untoldError.HasValue;

    /// <summary>The error that ended the connection, told once (SO_ERROR).</summary>
    public SocketError? TakeError()
    {
        var error = _untoldError;
        _untoldError = null;
        return error;
    }

    /// <summary>What ICMP told of the connection while it goes on, or null (RFC 9293 §3.9.2.2, MUST-47).</summary>
    public SocketError? SoftError => _softError;

    /// <summary>The user has changed <see cref="Settings"/>.</summary>
    public void OnSettingsChanged()
    {
        if (IsSynchronized)
            StartKeepAlive();
        ComeToRest();
    }
}
