using NetSim.Devices;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Ipv4;

public sealed class Ipv4ReceiveTests
{
    private readonly Network _network = new();
    private readonly Host _host;
    private readonly Station _peer;
    private readonly UdpSocket _socket;

    public Ipv4ReceiveTests()
    {
        _host = _network.AddHost("Host", "10.0.0.1/24");
        _peer = new Station(_network, 2, _host.Interfaces[0]);
        _socket = _host.Sockets.BindUdp(1000);
    }

    [Theory]
    [InlineData("10.0.0.2", "10.0.0.1")]
    [InlineData("192.0.2.7", "10.0.0.1")] // from another subnet, as a router hands it over
    public void A_packet_to_its_own_address_goes_up(string source, string destination)
    {
        Receive(Packet(source, destination));

        Event().DropReason.Should().BeNull();
        Event().InSteps.Select(step => step.Reason).Should().Equal(
            Reason.PortReceives, Reason.NicSeesOwnAddress, Reason.Ipv4SeesOwnAddress, Reason.UdpFindsSocket);
        Event().InSteps[2].Sentence.Should().Be("The destination 10.0.0.1 is this device's own address: the packet goes up to UDP (protocol 17).");
    }

    [Theory]
    [InlineData("10.0.0.2", "255.255.255.255")]
    [InlineData("10.0.0.2", "10.0.0.255")]
    [InlineData("0.0.0.0", "255.255.255.255")] // RFC 1122 §3.2.1.3 (a): a host that learns its address
    public void A_broadcast_goes_up(string source, string destination)
    {
        Receive(Packet(source, destination), MacAddress.Broadcast);

        Event().DropReason.Should().BeNull();
        Event().InSteps.Should().Contain(step => step.Reason == Reason.Ipv4SeesBroadcast);
    }

    [Theory]
    [InlineData("10.0.0.3")]
    [InlineData("10.0.1.255")]
    [InlineData("224.0.0.1")]
    public void A_packet_to_another_address_is_dropped_and_not_forwarded(string destination) // RFC 1122 §3.3.1
    {
        Receive(Packet("10.0.0.2", destination));

        Event().DropReason.Should().Be(DropReason.NotForThisHost);
        _peer.Received.Should().BeEmpty();
    }

    [Fact]
    public void A_frame_to_another_NIC_is_dropped_before_IPv4_sees_it()
    {
        Receive(Packet("10.0.0.2", "10.0.0.1"), MacAddress.FromNumber(99));

        Event().DropReason.Should().Be(DropReason.NotForThisNic);
        Event().Steps.Should().NotContain(step => step.Layer == Layer.Network);
    }

    [Fact]
    public void A_frame_of_an_unknown_EtherType_is_dropped()
    {
        _peer.Send(_host.Interfaces[0].MacAddress);
        _network.Run();

        Event().DropReason.Should().Be(DropReason.UnknownEtherType);
        Event().InSteps[^1].Sentence.Should().Be("No protocol of this host takes EtherType 0x88B5: the frame is dropped. Its sender is not told.");
    }

    [Theory] // RFC 1122 §3.2.1.3
    [InlineData("255.255.255.255")]
    [InlineData("10.0.0.255")]
    [InlineData("224.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.5")]
    [InlineData("240.0.0.1")]
    public void A_source_that_no_host_can_have_is_dropped(string source)
    {
        Receive(Packet(source, "10.0.0.1"));

        Event().DropReason.Should().Be(DropReason.SourceNotUnicast);
    }

    [Fact]
    public void A_loopback_address_does_not_come_from_a_link() // RFC 1122 §3.2.1.3 (g)
    {
        Receive(Packet("10.0.0.2", "127.0.0.1"));

        Event().DropReason.Should().Be(DropReason.LoopbackOnLink);
    }

    [Fact]
    public void A_packet_for_one_host_in_a_frame_for_all_is_dropped() // RFC 1122 §3.3.6
    {
        Receive(Packet("10.0.0.2", "10.0.0.1"), MacAddress.Broadcast);

        Event().DropReason.Should().Be(DropReason.NotForEveryHost);
    }

    [Fact]
    public void An_unknown_protocol_is_dropped_and_its_source_told() // RFC 1122 §3.2.2.1
    {
        Receive(new Ipv4Packet(Address("10.0.0.2"), Address("10.0.0.1"), (IpProtocol)132, Payload.Zeros(16)));

        var first = _network.Trace.PduEvents.First();
        first.InSteps[^1].Reason.Should().Be(DropReason.UnknownProtocol);
        first.InSteps[^1].Sentence.Should().StartWith("No protocol of this host has the number 132");
        first.OutSteps[0].Sentence.Should().StartWith("ICMP tells 10.0.0.2 (ICMP 10.0.0.1 protocol 132 unreachable");
    }

    [Fact]
    public void A_TTL_of_zero_is_no_reason_to_drop() // RFC 1122 §3.2.1.7
    {
        Receive(Packet("10.0.0.2", "10.0.0.1") with { TimeToLive = 0 });

        Event().DropReason.Should().BeNull();
    }

    [Fact]
    public void A_malformed_packet_is_dropped_with_its_fault() // RFC 1122 §3.2.1.2: a wrong header checksum
    {
        var octets = new EthernetFrame(_host.Interfaces[0].MacAddress, _peer.Mac, EtherType.Ipv4, Packet("10.0.0.2", "10.0.0.1")).ToArray();
        octets[EthernetFrame.HeaderLength + 10] ^= 1;
        EthernetFrame.TryDecode(octets, out var frame, out _).Should().BeTrue();

        Receive(frame!.Payload);

        Event().DropReason.Should().Be(DropReason.Malformed);
    }

    [Fact]
    public void A_datagram_with_a_wrong_UDP_checksum_is_dropped() // RFC 1122 §4.1.3.4
    {
        var octets = new EthernetFrame(_host.Interfaces[0].MacAddress, _peer.Mac, EtherType.Ipv4, Packet("10.0.0.2", "10.0.0.1")).ToArray();
        octets[EthernetFrame.HeaderLength + 26] ^= 1;
        EthernetFrame.TryDecode(octets, out var frame, out _).Should().BeTrue();

        Receive(frame!.Payload);

        Event().DropReason.Should().Be(DropReason.Malformed);
        Event().InSteps[^1].Layer.Should().Be(Layer.Transport);
        Event().InSteps[^1].Sentence.Should().Contain("UDP");
    }

    [Fact]
    public void A_datagram_to_a_port_that_nobody_holds_is_dropped_and_its_source_told() // RFC 1122 §4.1.3.1
    {
        _socket.Dispose();
        Receive(Packet("10.0.0.2", "10.0.0.1"));

        var first = _network.Trace.PduEvents.First();
        first.InSteps[^1].Reason.Should().Be(DropReason.NoUdpSocket);
        first.OutSteps[0].Sentence.Should().StartWith("ICMP tells 10.0.0.2 (ICMP 10.0.0.1 udp port 1000 unreachable");
    }

    private void Receive(Pdu packet, MacAddress? destination = null)
    {
        _peer.Send(destination ?? _host.Interfaces[0].MacAddress, EtherType.Ipv4, packet);
        _network.Run();
    }

    private PduEvent Event() => _network.Trace.PduEvents.Should().ContainSingle().Which;

    private static Ipv4Packet Packet(string source, string destination) =>
        new(Address(source), Address(destination), IpProtocol.Udp, new UdpDatagram(2000, 1000, Payload.FromText("hello")));

    private static Ipv4Address Address(string text) => Ipv4Address.Parse(text);
}
