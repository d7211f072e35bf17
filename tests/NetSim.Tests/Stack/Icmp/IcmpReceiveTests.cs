using NetSim.Devices;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Icmp;

public sealed class IcmpReceiveTests
{
    private readonly Network _network = new();
    private readonly Host _host;
    private readonly Station _peer;

    public IcmpReceiveTests()
    {
        _host = _network.AddHost("Host", "10.0.0.1/24");
        _peer = new Station(_network, 2, _host.Interfaces[0]);
    }

    [Fact]
    public void An_unknown_type_is_ignored() // RFC 1122 §3.2.2
    {
        Receive(new IcmpMessage((IcmpType)40, 0, 0, Payload.Empty));

        Event().DropReason.Should().Be(DropReason.IcmpUnknownType);
        _peer.Received.Should().BeEmpty();
    }

    [Fact]
    public void A_reply_that_nobody_waits_for_is_dropped()
    {
        Receive(IcmpMessage.EchoRequest(7, 1, Payload.Empty).EchoReply());

        Event().DropReason.Should().Be(DropReason.EchoNotAsked);
    }

    [Fact]
    public void A_malformed_message_is_dropped_with_its_fault() // RFC 792: the checksum covers the message
    {
        byte[] octets = [8, 0, 0, 0, 0, 7, 0, 1];
        IcmpMessage.TryDecode(octets, out _, out var error).Should().BeFalse();

        Receive(new MalformedPdu(Payload.Wrap(octets), error));

        Event().DropReason.Should().Be(DropReason.Malformed);
    }

    [Fact]
    public void An_echo_from_a_host_without_an_address_cannot_be_answered()
    {
        Receive(IcmpMessage.EchoRequest(7, 1, Payload.Empty), "0.0.0.0");

        Event().DropReason.Should().Be(DropReason.NoRoute);
        _peer.Received.Should().BeEmpty();
    }

    private void Receive(Pdu message, string source = "10.0.0.2")
    {
        _peer.Send(_host.Interfaces[0].MacAddress, EtherType.Ipv4, new Ipv4Packet(Ipv4Address.Parse(source), Ipv4Address.Parse("10.0.0.1"), IpProtocol.Icmp, message));
        _network.Run();
    }

    private PduEvent Event() => _network.Trace.PduEvents.Should().ContainSingle().Which;
}
