using System.Net.NetworkInformation;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Sockets;

/// <summary>What became of a ping.</summary>
/// <param name="Status">Whether an answer came, and if not, why.</param>
/// <param name="Address">Who answered: this host itself where it found out; or who was asked where nobody answered.</param>
/// <param name="RoundTripTime">From the request to the answer; zero where none came.</param>
/// <param name="TimeToLive">The TTL of the reply; zero where none came.</param>
/// <param name="DataLength">The octets of data in the reply; zero where none came.</param>
public sealed record PingReply(IPStatus Status, Ipv4Address Address, Duration RoundTripTime, byte TimeToLive, int DataLength)
{
    /// <summary>Whether the request was sent: not where no route led there, or it was larger than the MTU.</summary>
    public bool IsSent { get; init; } = true;

    /// <summary>As Windows' ping prints it: <c>Reply from 192.168.100.253: bytes=32 time&lt;1ms TTL=64</c>.</summary>
    public override string ToString() => Status switch
    {
        IPStatus.Success => $"Reply from {Address}: bytes={DataLength} time{TimeText} TTL={TimeToLive}",
        IPStatus.TimedOut => "Request timed out.",
        IPStatus.PacketTooBig when !IsSent => StatusText,
        _ when !IsSent => "PING: transmit failed. General failure.",
        _ => $"Reply from {Address}: {StatusText}",
    };

    private string TimeText => RoundTripTime < 1.Milliseconds ? "<1ms" : $"={RoundTripTime.Nanoseconds / 1_000_000}ms";

    private string StatusText => Status switch
    {
        IPStatus.DestinationHostUnreachable => "Destination host unreachable.",
        IPStatus.DestinationNetworkUnreachable => "Destination net unreachable.",
        IPStatus.DestinationProtocolUnreachable => "Destination protocol unreachable.",
        IPStatus.DestinationPortUnreachable => "Destination port unreachable.",
        IPStatus.TtlExpired => "TTL expired in transit.",
        IPStatus.TtlReassemblyTimeExceeded => "TTL expired during reassembly.",
        IPStatus.PacketTooBig => "Packet needs to be fragmented but DF set.",
        _ => $"{Status}.",
    };
}
