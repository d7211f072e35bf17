using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <content>Options of sockets.</content>
internal sealed partial class SystemCalls
{
    // What changes nothing that is seen on the wire or by the program.
    private static readonly string[] NeutralOptions =
    [
        "SO_DEBUG", "SO_PRIORITY", "SO_MARK", "SO_BROADCAST", "SO_NOSIGPIPE", "SO_BUSY_POLL", "SO_INCOMING_CPU", "SO_TXREHASH", "SO_BSDCOMPAT",
        "SO_NO_CHECK", "SO_DONTROUTE", "IP_FREEBIND", "IP_BIND_ADDRESS_NO_PORT", "IP_BINDANY", "TCP_LOG", "TCP_LOGBUF", "TCP_LOGID", "TCP_LOG_LIMIT",
    ];

    private CallResult SetOption(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(5);
        var name = call.Symbol(2);
        var socket = descriptor.Socket;
        switch (name)
        {
            case "SO_LINGER":
                var linger = call.Structure(3);
                var (on, seconds) = (call.Evaluate(linger.Fields[0].Value) ?? throw call.NotSupported(3), call.Evaluate(linger.Fields[1].Value) ?? throw call.NotSupported(3));
                socket.LingerState = new LingerOption(on != 0, (int)Math.Clamp(seconds, 0, ushort.MaxValue));
                return CallResult.Success;
            case "SO_RCVTIMEO" or "SO_SNDTIMEO":
                SetTimeout(call, descriptor, isReceive: name == "SO_RCVTIMEO");
                return CallResult.Success;
            case "TCP_CONGESTION":
                return SetCongestionControl(call, descriptor);
            case "TCP_FUNCTION_BLK":
                return call.Structure(3)["function_set_name"] is StringExpression { Text: "freebsd" }
                    ? CallResult.Success
                    : throw new ScriptUnsupportedException($"{name} with {call[3]}");
        }

        if (Array.IndexOf(NeutralOptions, name) >= 0)
        {
            if (call[3] is ArrayExpression { Items: [var written] } && call.Evaluate(written) is { } number)
                descriptor.Values[name] = number;
            return CallResult.Success;
        }

        var value = call.Pointed(3) ?? throw call.NotSupported(3);
        return SetBuffer(name, value, descriptor) ?? SetNumber(name, value, descriptor) ?? throw new ScriptUnsupportedException($"setsockopt with {name}");
    }

    private static void SetTimeout(CallArguments call, TcpDescriptor descriptor, bool isReceive)
    {
        var (seconds, microseconds) = call.Structure(3).Fields is [var first, var second]
            ? (call.Evaluate(first.Value) ?? throw call.NotSupported(3), call.Evaluate(second.Value) ?? throw call.NotSupported(3))
            : throw call.NotSupported(3);
        var timeout = new Duration((seconds * 1_000_000_000) + (microseconds * 1_000));
        if (isReceive)
            descriptor.ReceiveTimeout = timeout == Duration.Zero ? null : timeout;
        else
            descriptor.SendTimeout = timeout == Duration.Zero ? null : timeout;
    }

    private CallResult? SetBuffer(string name, long value, TcpDescriptor descriptor)
    {
        var isReceive = name is "SO_RCVBUF" or "SO_RCVBUFFORCE";
        if (!isReceive && name is not ("SO_SNDBUF" or "SO_SNDBUFFORCE"))
            return null;
        if (context.IsFreeBsd)
        {
            if (value <= 0)
                return CallResult.Fail("EINVAL");
            if (value > context.Settings.MaxSocketBuffer)
                return CallResult.Fail("ENOBUFS");
            descriptor.Values[name] = value;
        }
        else
        {
            // Linux: cut to the greatest, doubled for its own overhead, and not below the least (sock.c, SOCK_MIN_RCVBUF, SOCK_MIN_SNDBUF).
            var greatest = isReceive ? context.Settings.MaxReceiveBufferOption : context.Settings.MaxSendBufferOption;
            var cut = name.EndsWith("FORCE", StringComparison.Ordinal) ? Math.Min(value, int.MaxValue / 2) : Math.Min(value & uint.MaxValue, greatest);
            descriptor.Values[isReceive ? "SO_RCVBUF" : "SO_SNDBUF"] = Math.Max(cut * 2, isReceive ? 2_304 : 4_608);
        }

        if (isReceive)
            descriptor.Socket.ReceiveBufferSize = context.IsFreeBsd ? (int)value : context.Settings.WindowOf(descriptor.Values["SO_RCVBUF"]);
        else
            descriptor.Socket.SendBufferSize = (int)(context.IsFreeBsd ? value : descriptor.Values["SO_SNDBUF"] / 2);
        return CallResult.Success;
    }

    private CallResult? SetNumber(string name, long value, TcpDescriptor descriptor)
    {
        var socket = descriptor.Socket;
        switch (name)
        {
            case "TCP_NODELAY": socket.NoDelay = value != 0; break;
            case "TCP_CORK" or "TCP_NOPUSH": socket.Cork = value != 0; break;
            case "SO_KEEPALIVE": socket.KeepAlive = value != 0; break;
            case "SO_OOBINLINE": socket.UrgentInline = value != 0; break;
            case "SO_REUSEADDR": socket.ReuseAddress = value != 0; break;
            case "SO_REUSEPORT": (socket.ReuseAddress, descriptor.Values[name]) = (socket.ReuseAddress || value != 0, value); break;
            case "SO_RCVLOWAT": descriptor.ReceiveLowWatermark = (int)Math.Clamp(value, 1, int.MaxValue); break;
            case "TCP_KEEPIDLE" when IsTime(value): socket.KeepAliveTime = Seconds(value); break;
            case "TCP_KEEPINTVL" when IsTime(value): socket.KeepAliveInterval = Seconds(value); break;
            case "TCP_KEEPCNT" when value is >= 1 and <= 127: socket.KeepAliveRetryCount = (int)value; break;
            case "TCP_MAXSEG" when context.IsFreeBsd: return SetFreeBsdSegmentSize(value, descriptor);
            case "TCP_MAXSEG" when IsSegmentSize(value): socket.MaximumSegmentSize = value == 0 ? null : (int)value; break;
            case "TCP_USER_TIMEOUT" when value is >= 0 and <= int.MaxValue: socket.UserTimeout = value == 0 ? null : Milliseconds(value); break;
            case "TCP_MAXUNACKTIME" when value is >= 0 and <= 32_767: socket.UserTimeout = value == 0 ? null : Seconds(value); break;
            case "TCP_SYNCNT" when value is >= 1 and <= 127: socket.SynRetryCount = (int)value; break;
            case "TCP_LINGER2": socket.FinWait2Timeout = Seconds(Math.Clamp(value, 0, 120)); break;
            case "TCP_DEFER_ACCEPT": (socket.DeferredHandshakes, descriptor.Values[name]) = (RetriesIn(value), DeferralOf(RetriesIn(value))); break;
            case "TCP_INQ" when value is 0 or 1: descriptor.Values[name] = value; break;
            case "TCP_QUICKACK": socket.QuickAck = value != 0; break;
            case "TCP_DELACK": socket.QuickAck = value == 0; break;
            case "IP_TTL" when value is >= 1 and <= 255: socket.Ttl = (byte)value; break;
            // The lower two bits are TCP's own (RFC 3168 §6.1).
            case "IP_TOS": (socket.Dscp, descriptor.Values[name]) = ((byte)((value & 0xFF) >> 2), value & 0xFC); break;
            case "IP_MTU_DISCOVER" when value is 0 or 1 or 2: descriptor.Values[name] = value; break; // IP_PMTUDISC_WANT, IP_PMTUDISC_DO: what the stack does
            case "TCP_KEEPIDLE" or "TCP_KEEPINTVL" or "TCP_KEEPCNT" or "TCP_MAXSEG" or "TCP_USER_TIMEOUT" or "TCP_SYNCNT" or "IP_TTL" or "TCP_MAXUNACKTIME":
                return CallResult.Fail("EINVAL");
            default:
                return null;
        }

        return CallResult.Success;
    }

    /// <summary>t_maxseg can only be made smaller; the handshake puts another in the place of what was set before it, and names the interface's to the peer.</summary>
    private CallResult SetFreeBsdSegmentSize(long value, TcpDescriptor descriptor)
    {
        var isConnected = descriptor.Socket.IsConnected;
        var present = isConnected
            ? TcpInfoFields.FreeBsdSegmentSize(descriptor.Socket.GetInfo())
            : descriptor.Values.GetValueOrDefault("TCP_MAXSEG", context.Settings.Tcp.DefaultMaximumSegmentSize);
        if (value <= 0 || value > present || value + 40 < context.Settings.Tcp.MinimumSegmentSize)
            return CallResult.Fail("EINVAL");
        if (isConnected)
            descriptor.Socket.MaximumSegmentSize = (int)value;
        else
            descriptor.Values["TCP_MAXSEG"] = value;
        return CallResult.Success;
    }

    /// <summary>Linux's secs_to_retrans: how many SYN+ACKs so many seconds are, from one second on and doubling.</summary>
    private static int RetriesIn(long seconds)
    {
        var retries = 0;
        for (long period = 1, wait = 1; seconds > 0 && retries < byte.MaxValue; retries++)
        {
            if (retries > 0)
            {
                if (seconds <= period)
                    break;
                wait = Math.Min(wait * 2, 120);
                period += wait;
            }
        }

        return retries;
    }

    /// <summary>Linux's retrans_to_secs.</summary>
    private static long DeferralOf(int retries)
    {
        var period = retries > 0 ? 1L : 0;
        for (long wait = 1; retries > 1; retries--)
            period += wait = Math.Min(wait * 2, 120);
        return period;
    }

    private static bool IsTime(long seconds) => seconds is >= 1 and <= 32_767; // Linux's MAX_TCP_KEEPIDLE

    // Linux: 0 or 88 (TCP_MIN_MSS) to 32,767; FreeBSD: from 1 on.
    private bool IsSegmentSize(long octets) => octets is >= 0 and <= 32_767 && (context.IsFreeBsd || octets is 0 or >= 88);

    private CallResult SetCongestionControl(CallArguments call, TcpDescriptor descriptor)
    {
        if (call[3] is not StringExpression text)
            throw call.NotSupported(3);
        var name = text.Text == "newreno" && context.IsFreeBsd ? "reno" : text.Text;
        if (TcpCongestionControl.Find(name) is not { } algorithm)
            throw new ScriptUnsupportedException($"the congestion control {text.Text}");
        descriptor.Socket.CongestionControl = algorithm;
        return CallResult.Success;
    }

    private CallResult GetOption(CallArguments call, TcpDescriptor descriptor)
    {
        call.Expect(5);
        var name = call.Symbol(2);
        var socket = descriptor.Socket;
        switch (name)
        {
            case "TCP_INFO":
                return GetInfo(call, descriptor);
            case "TCP_CONGESTION":
                var algorithm = context.IsFreeBsd && socket.CongestionControl.Name == "reno" ? "newreno" : socket.CongestionControl.Name;
                var matches = call[3] is not StringExpression text || text.Text == algorithm || (text.HasMore && algorithm.StartsWith(text.Text, StringComparison.Ordinal));
                return CallResult.Success with { Mismatch = matches ? null : $"expected {call[3]}, got \"{algorithm}\"" };
            case "SO_LINGER":
                var linger = call.Structure(3);
                var (on, seconds) = (socket.LingerState.Enabled ? context.IsFreeBsd ? 0x80 : 1 : 0, socket.LingerState.LingerTime);
                var same = call.Evaluate(linger.Fields[0].Value) is var first && (first == on || (first != 0 && on != 0)) && call.Evaluate(linger.Fields[1].Value) == seconds;
                return CallResult.Success with { Mismatch = same ? null : $"expected {linger}, got {{{on}, {seconds}}}" };
            case "SO_ERROR":
                var error = socket.TakeError();
                var number = error == SocketError.Success || !context.Symbols.TryGetValue(CallResult.ErrnoOf(error), out var errno) ? 0 : errno;
                return Compare(call, number);
        }

        return Compare(call, GetNumber(name, descriptor) ?? throw new ScriptUnsupportedException($"getsockopt with {name}"));
    }

    private static CallResult Compare(CallArguments call, long actual)
    {
        var expected = call.Pointed(3);
        return CallResult.Success with { Mismatch = expected is null || expected == actual ? null : $"expected {call[2]} = {expected}, got {actual}" };
    }

    private long? GetNumber(string name, TcpDescriptor descriptor)
    {
        var socket = descriptor.Socket;
        if (descriptor.Values.TryGetValue(name, out var stored) && !(name == "TCP_MAXSEG" && socket.IsConnected))
            return stored;
        return name switch
        {
            "SO_TYPE" => 1,
            "SO_PROTOCOL" => 6,
            "SO_DOMAIN" => 2,
            "SO_ACCEPTCONN" => socket.IsListening ? 1 : 0,
            "SO_RCVBUF" => context.IsFreeBsd ? socket.ReceiveBufferSize : socket.ReceiveBufferSize * 2L,
            "SO_SNDBUF" => context.IsFreeBsd ? socket.SendBufferSize : socket.SendBufferSize,
            "SO_KEEPALIVE" => Flag(socket.KeepAlive, 8),
            "SO_REUSEADDR" => Flag(socket.ReuseAddress, 4),
            "SO_OOBINLINE" => Flag(socket.UrgentInline, 0x100),
            "SO_RCVLOWAT" => descriptor.ReceiveLowWatermark,
            "TCP_NODELAY" => Flag(socket.NoDelay, 1),
            "TCP_CORK" => Flag(socket.Cork, 1),
            "TCP_NOPUSH" => Flag(socket.Cork, 4),
            "TCP_KEEPIDLE" => Seconds(socket.KeepAliveTime),
            "TCP_KEEPINTVL" => Seconds(socket.KeepAliveInterval),
            "TCP_KEEPCNT" => socket.KeepAliveRetryCount,
            "TCP_USER_TIMEOUT" => socket.UserTimeout is { } timeout ? timeout.Nanoseconds / 1_000_000 : 0,
            "TCP_MAXSEG" when context.IsFreeBsd && socket.IsConnected => Math.Min(TcpInfoFields.FreeBsdSegmentSize(socket.GetInfo()), socket.MaximumSegmentSize ?? int.MaxValue),
            "TCP_MAXSEG" => socket.IsConnected ? socket.GetInfo().SendMss : socket.MaximumSegmentSize ?? 536,
            "TCP_LINGER2" => Seconds(socket.FinWait2Timeout),
            "TCP_SYNCNT" when socket.SynRetryCount is { } count => count,
            "TCP_QUICKACK" => socket.QuickAck == false ? 0 : 1,
            "IP_TTL" => socket.Ttl ?? context.Settings.TimeToLive,
            "IP_TOS" => socket.Dscp << 2,
            "IP_MTU_DISCOVER" => 1, // IP_PMTUDISC_WANT: Linux's default
            "IP_MTU" => socket.IsConnected ? socket.GetInfo().PathMtu : null,
            _ when Array.IndexOf(NeutralOptions, name) >= 0 => 0,
            _ => null,
        };
    }

    // FreeBSD gives the option's own bit back.
    private long Flag(bool value, long bit) => !value ? 0 : context.IsFreeBsd ? bit : 1;

    private static long Seconds(Duration duration) => duration.Nanoseconds / 1_000_000_000;

    private static Duration Seconds(long number) => new(number * 1_000_000_000);

    private static Duration Milliseconds(long number) => new(number * 1_000_000);

    private CallResult GetInfo(CallArguments call, TcpDescriptor descriptor)
    {
        if (call[3] is EllipsisExpression or ArrayExpression { Items: [EllipsisExpression] })
        {
            descriptor.Socket.GetInfo();
            return CallResult.Success;
        }

        foreach (var field in call.Structure(3).Fields)
        {
            if (field.Value is EllipsisExpression)
                continue;
            var name = field.Name ?? throw call.NotSupported(3);
            var actual = TcpInfoFields.Find(name, descriptor.Socket, context.IsFreeBsd) ?? throw new ScriptUnsupportedException($"TCP_INFO's {name}");
            var expected = call.Evaluate(field.Value) ?? throw call.NotSupported(3);
            if (actual != expected)
                return CallResult.Success with { Mismatch = $"expected {name} = {expected}, got {actual}" };
        }

        return CallResult.Success;
    }

    private static CallResult SetOption(CallArguments call, UdpDescriptor descriptor)
    {
        call.Expect(5);
        var name = call.Symbol(2);
        if (Array.IndexOf(NeutralOptions, name) < 0 && name is not ("SO_REUSEADDR" or "SO_REUSEPORT" or "SO_SNDBUF"))
            throw new ScriptUnsupportedException($"setsockopt with {name} on the UDP socket {descriptor.Number}");
        return CallResult.Success;
    }

    private CallResult GetOption(CallArguments call, UdpDescriptor descriptor)
    {
        call.Expect(5);
        var name = call.Symbol(2);
        return name switch
        {
            "SO_TYPE" => Compare(call, 2),
            "SO_PROTOCOL" => Compare(call, 17),
            "SO_ERROR" => Compare(call, descriptor.TakeError() is { } error && context.Symbols.TryGetValue(CallResult.ErrnoOf(error.SocketErrorCode), out var number) ? number : 0),
            _ => throw new ScriptUnsupportedException($"getsockopt with {name} on a UDP socket"),
        };
    }
}
