using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Tcp;

namespace NetSim.Tests.Tracing.Captures;

public sealed class TsharkTests
{
    private readonly HandmadeTrace _lan = new();

    [Fact]
    public void Wireshark_reads_a_capture_and_finds_nothing_wrong()
    {
        Tshark.Require();
        var query = DnsMessage.Query(0x1234, DnsName.Parse("ark-inflearn.com"), DnsType.A);
        _lan.Transmit(_lan.Client, _lan.Port1, HandmadeTrace.Udp(49152, 53, Payload.Wrap(query.ToArray())), 1.Microseconds, 2.Microseconds);
        _lan.Transmit(_lan.Client, _lan.Port1, HandmadeTrace.Request(TcpFlags.Syn, 1000), 3.Microseconds, 4.Microseconds);
        _lan.Transmit(_lan.Port1, _lan.Client, HandmadeTrace.Response(TcpFlags.Syn | TcpFlags.Ack, 5000, 1001), 5.Microseconds, 6.Microseconds);
        _lan.Transmit(_lan.Client, _lan.Port1,
            HandmadeTrace.Request(TcpFlags.Psh | TcpFlags.Ack, 1001, 5001, "GET / HTTP/1.1\r\nHost: ark-inflearn.com\r\n\r\n"), 7.Microseconds, 8.Microseconds);
        _lan.At(1.Seconds);

        Read().Should().Equal(
            "1767225600.000001000|Client Eth0|DNS",
            "1767225600.000003000|Client Eth0|TCP",
            "1767225600.000005000|Switch Port 1|TCP",
            "1767225600.000007000|Client Eth0|HTTP");
    }

    private string[] Read()
    {
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var path = Path.Combine(folder, "capture.pcapng");
            _lan.Trace.SavePcapng(path);
            Tshark.Read(path, Tshark.Wrong, "frame.number").Should().BeEmpty();
            return Tshark.Read(path, "frame", "frame.time_epoch", "frame.interface_name", "_ws.col.Protocol");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
