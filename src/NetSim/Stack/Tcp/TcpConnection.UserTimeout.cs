using NetSim.Kernel;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>The user timeout, and what the peer says of its own (RFC 5482).</content>
internal sealed partial class TcpConnection
{
    private static readonly Duration LeastUserTimeout = 100.Seconds;       // L_LIMIT: R2 (RFC 5482 §3.1, RFC 9293 §3.8.3)
    private static readonly Duration GreatestUserTimeout = 86_400.Seconds; // U_LIMIT: no peer holds resources for more than a day

    private Duration? _peerUserTimeout; // REMOTE_UTO

    /// <summary>
    /// USER_TIMEOUT, or null for the host's R2: the application's, which no peer changes (CHANGEABLE); else what both sides need, within
    /// limits (§3.1).
    /// </summary>
    private Duration? UserTimeout => Settings.UserTimeout ?? (_peerUserTimeout is { } peers
        ? Duration.Min(GreatestUserTimeout, Duration.Max(Duration.Max(OwnUserTimeout, peers), LeastUserTimeout))
        : null);

    /// <summary>ADV_UTO.</summary>
    private Duration OwnUserTimeout => Settings.UserTimeout ?? _options.RetransmissionTimeout;

    /// <summary>The option of a SYN: the timeout in seconds, or in minutes where those are too many for 15 bits; rounded up.</summary>
    private UserTimeoutOption? OfferedUserTimeout
    {
        get
        {
            if (!_options.UserTimeoutOption)
                return null;
            var seconds = (OwnUserTimeout.Nanoseconds + 999_999_999) / 1_000_000_000;
            return seconds <= short.MaxValue
                ? new UserTimeoutOption(false, (ushort)seconds)
                : new UserTimeoutOption(true, (ushort)Math.Min((seconds + 59) / 60, short.MaxValue));
        }
    }

    private void ReadUserTimeout(TcpSegment segment)
    {
        if (_options.UserTimeoutOption && segment.FindOption<UserTimeoutOption>() is { Timeout: > 0 } option) // §3.1: zero is reserved
            _peerUserTimeout = ((int)option.Timeout * (option.InMinutes ? 60 : 1)).Seconds;
    }
}
