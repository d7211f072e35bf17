using System.Net.NetworkInformation;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Sockets;

/// <summary>What became of a ping.</summary>
/// <param name="Status">Whether an answer came, and if not, why.</param>
/// <param name="Address">Who answered, or who was asked where nobody did.</param>
/// <param name="RoundTripTime">From the request to the reply; zero where none came.</param>
/// <param name="TimeToLive">The TTL of the reply; zero where none came.</param>
/// <param name="DataLength">The octets of data in the reply; zero where none came.</param>
public sealed record PingReply(IPStatus Status, Ipv4Address Address, Duration RoundTripTime, byte TimeToLive, int DataLength)
{
    /// <summary>As ping prints it: <c>Reply from 192.168.100.253: bytes=32 time=0.05 ms TTL=64</c>.</summary>
    public override string ToString() => Status switch
    {
        IPStatus.Success => $"Reply from {Address}: bytes={DataLength} time={RoundTripTime} TTL={TimeToLive}",
        IPStatus.TimedOut => "Request timed out.",
        IPStatus.DestinationHostUnreachable => $"Reply from {Address}: Destination host unreachable.",
        IPStatus.DestinationNetworkUnreachable => $"Reply from {Address}: Destination net unreachable.",
        IPStatus.DestinationProtocolUnreachable => $"Reply from {Address}: Destination protocol unreachable.",
        IPStatus.DestinationPortUnreachable => $"Reply from {Address}: Destination port unreachable.",
        IPStatus.TtlExpired => $"Reply from {Address}: TTL expired in transit.",
        IPStatus.TtlReassemblyTimeExceeded => $"Reply from {Address}: TTL expired during reassembly.",
        IPStatus.PacketTooBig => $"Reply from {Address}: Packet needs to be fragmented but DF set.",
        _ => $"{Status}",
    };
}
