using System.Globalization;
using System.Net.Sockets;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>What a system call returned.</summary>
/// <param name="Value">The result.</param>
/// <param name="Errno">The symbol of the error, where there is one.</param>
internal sealed record CallResult(long Value, string? Errno = null)
{
    /// <summary>What the call wrote that is not as the script says, or <see langword="null"/>.</summary>
    public string? Mismatch { get; init; }

    public static CallResult Success { get; } = new(0);

    public static CallResult Fail(string errno) => new(-1, errno);

    public static CallResult Fail(SocketError error) => Fail(ErrnoOf(error));

    /// <summary>The symbol of an error.</summary>
    public static string ErrnoOf(SocketError error) => error switch
    {
        SocketError.WouldBlock => "EAGAIN",
        SocketError.ConnectionReset => "ECONNRESET",
        SocketError.ConnectionAborted => "ECONNABORTED",
        SocketError.ConnectionRefused => "ECONNREFUSED",
        SocketError.TimedOut => "ETIMEDOUT",
        SocketError.HostUnreachable => "EHOSTUNREACH",
        SocketError.NetworkUnreachable => "ENETUNREACH",
        SocketError.HostDown => "EHOSTDOWN",
        SocketError.NetworkDown => "ENETDOWN",
        SocketError.AddressAlreadyInUse => "EADDRINUSE",
        SocketError.AddressNotAvailable => "EADDRNOTAVAIL",
        SocketError.AlreadyInProgress => "EALREADY",
        SocketError.InProgress => "EINPROGRESS",
        SocketError.InvalidArgument => "EINVAL",
        SocketError.IsConnected => "EISCONN",
        SocketError.NotConnected => "ENOTCONN",
        SocketError.Shutdown => "EPIPE",
        SocketError.MessageSize => "EMSGSIZE",
        SocketError.OperationNotSupported => "EOPNOTSUPP",
        SocketError.ProtocolOption => "ENOPROTOOPT",
        SocketError.ProtocolNotSupported => "EPROTONOSUPPORT",
        SocketError.AccessDenied => "EACCES",
        SocketError.NoBufferSpaceAvailable => "ENOBUFS",
        SocketError.DestinationAddressRequired => "EDESTADDRREQ",
        _ => throw new Execution.ScriptUnsupportedException($"the error {error}"),
    };

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + (Errno is null ? "" : " " + Errno);
}

/// <summary>Compares what a call returned with what the script says.</summary>
internal static class CallResultComparison
{
    private static readonly string[] MakeDescriptors = ["socket", "accept", "accept4", "epoll_create", "epoll_create1"];

    /// <summary>What is different, or <see langword="null"/>.</summary>
    public static string? FindDifference(SystemCallEvent call, CallResult result, SymbolTable symbols)
    {
        if (call.Result is not EllipsisExpression)
        {
            var expected = symbols.Evaluate(call.Result) ?? throw new Execution.ScriptUnsupportedException($"the result {call.Result}");
            var matches = MakeDescriptors.Contains(call.Name) && expected >= 0 ? result.Value >= 0 : result.Value == expected;
            if (!matches)
                return $"{call.Name}: expected {expected}{(call.Errno is null ? "" : " " + call.Errno)}, got {result}";
        }

        if (call.Errno is { } errno && !IsSame(errno, result.Errno, symbols))
            return $"{call.Name}: expected {errno}, got {result.Errno ?? "no error"}";
        return result.Mismatch is null ? null : $"{call.Name}: {result.Mismatch}";
    }

    private static bool IsSame(string expected, string? actual, SymbolTable symbols)
    {
        if (!symbols.TryGetValue(expected, out var number))
            throw new Execution.ScriptUnsupportedException($"the error {expected}");
        return actual is not null && symbols.TryGetValue(actual, out var other) && number == other;
    }
}
