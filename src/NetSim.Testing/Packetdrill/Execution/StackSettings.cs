using NetSim.Packets.Ipv4;
using NetSim.Stack.Tcp;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>How the stack under test is made: its profile, changed by the commands at the start of the script.</summary>
internal sealed class StackSettings
{
    private const int HeadersLength = 40; // IPv4 and TCP without options (RFC 9293 §3.7.1)

    public StackSettings(PacketdrillProfile profile, int mtu)
    {
        IsFreeBsd = profile == PacketdrillProfile.FreeBsd;
        Tcp = profile switch
        {
            PacketdrillProfile.FreeBsd => TcpProfile.FreeBsd,
            PacketdrillProfile.Windows => TcpProfile.Windows,
            PacketdrillProfile.Rfc => TcpProfile.Rfc,
            _ => TcpProfile.Linux,
        };
        TimeToLive = Tcp.TimeToLive ?? Ipv4Packet.DefaultTimeToLive;
        Mtu = mtu;
    }

    /// <summary>Whether system calls and their numbers are FreeBSD's, or Linux's.</summary>
    public bool IsFreeBsd { get; }

    /// <summary>How TCP behaves.</summary>
    public TcpOptions Tcp { get; set; }

    /// <summary>The MTU of the interface.</summary>
    public int Mtu { get; set; }

    /// <summary>The TTL of packets.</summary>
    public byte TimeToLive { get; set; }

    /// <summary>Linux's net.core.rmem_max: what SO_RCVBUF is cut to.</summary>
    public long MaxReceiveBufferOption { get; set; } = 4 * 1024 * 1024;

    /// <summary>Linux's net.core.wmem_max: what SO_SNDBUF is cut to.</summary>
    public long MaxSendBufferOption { get; set; } = 4 * 1024 * 1024;

    /// <summary>FreeBSD's kern.ipc.maxsockbuf: a larger buffer is refused.</summary>
    public long MaxSocketBuffer { get; set; } = 2 * 1024 * 1024;

    /// <summary>The share of Linux's receive buffer that is offered as window, in 2^-n or 1 - 2^-n (net.ipv4.tcp_adv_win_scale).</summary>
    public int AdvertisedWindowScale { get; set; } = 1;

    /// <summary>The longest queue of connections to be accepted.</summary>
    public int MaxBacklog { get; set; } = 4_096;

    /// <summary>How TCP behaves on this MTU.</summary>
    public TcpOptions TcpOnLink() => Tcp with { MaximumSegmentSize = Math.Max(1, Mtu - HeadersLength), TimeToLive = TimeToLive };

    /// <summary>How many octets of window a receive buffer of Linux is worth, in full segments (tcp_select_initial_window).</summary>
    public int FirstWindowOf(long buffer)
    {
        var segment = Math.Max(1, Mtu - HeadersLength);
        var window = WindowOf(buffer);
        return window > segment ? window - (window % segment) : window;
    }

    /// <summary>How many octets of window a receive buffer of Linux is worth.</summary>
    public int WindowOf(long buffer)
    {
        var octets = AdvertisedWindowScale > 0
            ? buffer - (buffer >> AdvertisedWindowScale)
            : buffer >> -AdvertisedWindowScale;
        return (int)Math.Clamp(octets, 1, 1 << 30);
    }
}
