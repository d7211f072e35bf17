using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Tests.Tracing;
using NetSim.Tests.Tracing.Captures;

namespace NetSim.Tests.Packets.Icmp;

public sealed class IcmpTsharkTests
{
    private static readonly Ipv4Packet Datagram = new(
        HandmadeTrace.ClientIp, Ipv4Address.Parse("10.0.0.9"), IpProtocol.Udp, new UdpDatagram(12345, 33434, Payload.Zeros(1000)));

    private static readonly Ipv4Packet Segment = Datagram with
    {
        Protocol = IpProtocol.Tcp,
        Payload = new TcpSegment { SourcePort = 49152, DestinationPort = 80, Sequence = new(1), Flags = TcpFlags.Syn },
    };

    private readonly HandmadeTrace _lan = new();
    private int _count;

    [Fact]
    public void Wireshark_reads_the_errors_and_finds_nothing_wrong()
    {
        Tshark.Require();
        Transmit(IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.PortUnreachable, Datagram));
        Transmit(IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.FragmentationNeeded, Datagram, 1400));
        Transmit(IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, Segment));
        Transmit(IcmpMessage.Redirect(RedirectCode.Host, HandmadeTrace.ServerIp, Segment));
        Transmit(IcmpMessage.ParameterProblem(20, Segment));
        _lan.At(1.Seconds);

        Read().Should().Equal("3|3|||", "3|4|1400||", "11|0|||", "5|1||192.168.100.254|", "12|0|||20");
    }

    private void Transmit(IcmpMessage message)
    {
        var start = (2 * ++_count).Microseconds;
        _lan.Transmit(_lan.Port1, _lan.Client, HandmadeTrace.ToClient(IpProtocol.Icmp, message), start, start + 1.Microseconds);
    }

    private string[] Read()
    {
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var path = Path.Combine(folder, "capture.pcapng");
            _lan.Trace.SavePcapng(path);
            Tshark.Read(path, Tshark.Wrong, "frame.number").Should().BeEmpty();
            return Tshark.Read(path, "frame", "icmp.type", "icmp.code", "icmp.mtu", "icmp.redir_gw", "icmp.pointer");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
