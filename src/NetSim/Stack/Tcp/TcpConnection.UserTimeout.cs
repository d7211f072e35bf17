using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>The user timeout, and what both sides tell each other of it (RFC 9293 §3.10.8, RFC 5482).</content>
internal sealed partial class TcpConnection
{
    private static readonly Duration LeastUserTimeout = 100.Seconds;      // L_LIMIT: R2's least (RFC 9293 §3.8.3, SHLD-11)
    private static readonly Duration GreatestUserTimeout = 3_600.Seconds; // U_LIMIT: no peer keeps a dead connection for longer than an hour

    private UserTimeouts? _userTimeouts; // null unless the option is used

    /// <summary>USER_TIMEOUT: the application's, else what both sides agree on (RFC 5482 §3.1), else null: the host's R2.</summary>
    private Duration? UserTimeout => Settings.UserTimeout is { } own ? own
        : _userTimeouts?.Peers is { } peers ? Duration.Min(GreatestUserTimeout, Duration.Max(LeastUserTimeout, Duration.Max(OfferedUserTimeout, peers)))
        : null;

    /// <summary>ADV_UTO.</summary>
    private Duration OfferedUserTimeout => Settings.UserTimeout ?? _options.RetransmissionTimeout;

    /// <summary>After how long without progress an attempt or a connection ends whatever the retransmissions, or null.</summary>
    private Duration? GreatestWait => UserTimeout
        ?? (State is TcpState.SynSent or TcpState.SynReceived && RetryLimit is null ? _options.SynTimeout : null);

    /// <summary>A wait, cut short where the user timeout, or R2 of a SYN, ends sooner.</summary>
    private Duration UntilUserTimeout(SimTime since, Duration wait) =>
        IsSynchronized && Settings.UserTimeout is null && _userTimeouts is null ? wait : UntilGreatestWait(since, wait);

    private Duration UntilGreatestWait(SimTime since, Duration wait) => GreatestWait is { } limit
        ? Duration.Max(Duration.Min(wait, since + limit - _environment.Now), Duration.Zero)
        : wait;

    private void ReadUserTimeout(TcpSegment segment)
    {
        if (segment.FindOption<UserTimeoutOption>() is { Timeout: > 0 } told) // zero is reserved (RFC 5482 §3)
            (_userTimeouts ??= new UserTimeouts()).Peers = (told.Timeout * (told.InMinutes ? 60 : 1)).Seconds;
    }

    /// <summary>Adds the option to SYNs, to the first segment after them, and to the first after a change, where there is room (RFC 5482 §3).</summary>
    private PduList<TcpOption> WithUserTimeout(PduList<TcpOption> options, TcpFlags flags, int payloadLength)
    {
        _userTimeouts ??= new UserTimeouts();
        if ((flags & TcpFlags.Rst) != 0 || (_userTimeouts.Told == OfferedUserTimeout && (flags & TcpFlags.Syn) == 0))
            return options;
        var length = TcpOptionList.WireLength(options) + UserTimeoutOption.Length;
        if (length > TcpSegment.MaxOptionsLength || (payloadLength > 0 && payloadLength + length > _sendMss + DataOptionsLength))
            return options;
        _userTimeouts.Told = (flags & TcpFlags.Syn) == 0 ? OfferedUserTimeout : null;
        var seconds = (OfferedUserTimeout.Nanoseconds + 999_999_999) / 1_000_000_000;
        var inMinutes = seconds > UserTimeoutOption.MaxTimeout;
        return [.. options, new UserTimeoutOption(inMinutes, (ushort)Math.Clamp(inMinutes ? (seconds + 59) / 60 : seconds, 1, UserTimeoutOption.MaxTimeout))];
    }

    private sealed class UserTimeouts
    {
        public Duration? Peers { get; set; } // REMOTE_UTO

        public Duration? Told { get; set; } // ADV_UTO, as the peer was told last
    }
}
