using NetSim.Packets;
using NetSim.Packets.Dhcp;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Http;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Tracing.Dissecting;

namespace NetSim.Tests.Tracing.Dissecting;

public sealed class DissectorTests
{
    private static readonly DnsMessage Query = DnsMessage.Query(0x1234, DnsName.Parse("ark-inflearn.com"), DnsType.A);

    [Theory]
    [InlineData(49152, 53)]
    [InlineData(53, 49152)]
    public void A_datagram_of_port_53_on_either_side_carries_DNS(ushort from, ushort to)
    {
        var frame = HandmadeTrace.Udp(from, to, Payload.Wrap(Query.ToArray()));

        Dissector.Layers(frame).Select(layer => layer.GetType()).Should().Equal(
            typeof(EthernetFrame), typeof(Ipv4Packet), typeof(UdpDatagram), typeof(DnsMessage));
        Dissector.Find<DnsMessage>(frame).Should().Be(Query);
    }

    [Fact]
    public void A_datagram_between_the_ports_68_and_67_carries_DHCP()
    {
        var message = new DhcpMessage
        {
            Operation = DhcpOperation.BootRequest,
            TransactionId = 7,
            ClientMac = MacAddress.FromNumber(1),
            Options = [new MessageTypeOption(DhcpMessageType.Discover)],
        };

        Dissector.Find<DhcpMessage>(HandmadeTrace.Udp(68, 67, Payload.Wrap(message.ToArray()))).Should().Be(message);
    }

    [Fact]
    public void What_is_not_a_message_of_the_ports_protocol_stays_octets()
    {
        var frame = HandmadeTrace.Udp(49152, 53, Payload.Wrap(new byte[] { 1, 2, 3 }));

        Dissector.Layers(frame)[^1].Should().Be(Payload.Wrap(new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public void A_message_on_another_port_stays_octets()
    {
        Dissector.Find<DnsMessage>(HandmadeTrace.Udp(49152, 5300, Payload.Wrap(Query.ToArray()))).Should().BeNull();
    }

    [Fact]
    public void A_segment_that_begins_with_an_HTTP_head_carries_it_and_what_follows_as_octets()
    {
        var frame = HandmadeTrace.Response(TcpFlags.Ack, 1, 1, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        var layers = Dissector.Layers(frame);

        layers[^2].Should().BeOfType<HttpResponseHead>().Which.StatusCode.Should().Be(200);
        layers[^1].Should().Be(Payload.FromText("hello"));
    }

    [Theory]
    [InlineData("the middle of a page")]
    [InlineData("GET / HTTP/1.1\r\nHost: ark-infl")]
    public void A_segment_without_a_whole_head_stays_octets(string data)
    {
        Dissector.Layers(HandmadeTrace.Request(TcpFlags.Ack, 1, 1, data))[^1].Should().Be(Payload.FromText(data));
    }

    [Fact]
    public void Zeros_without_memory_are_not_read()
    {
        var zeros = Payload.Zeros(1000);

        Dissector.Layers(HandmadeTrace.Udp(49152, 53, zeros))[^1].Should().BeSameAs(zeros);
    }
}
