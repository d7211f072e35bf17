using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;

namespace NetSim.Tests.Packets.Icmp;

public class IcmpMessageTextTests
{
    private static readonly Ipv4Packet Datagram = new(
        Ipv4Address.Parse("10.0.0.1"), Ipv4Address.Parse("10.0.0.9"), IpProtocol.Udp, new UdpDatagram(12345, 33434, Payload.Empty));

    [Theory]
    [InlineData(0, "ICMP net 10.0.0.9 unreachable, length 36")]
    [InlineData(1, "ICMP host 10.0.0.9 unreachable, length 36")]
    [InlineData(2, "ICMP 10.0.0.9 protocol 17 unreachable, length 36")]
    [InlineData(3, "ICMP 10.0.0.9 udp port 33434 unreachable, length 36")]
    [InlineData(4, "ICMP 10.0.0.9 unreachable - need to frag (mtu 1400), length 36")]
    [InlineData(5, "ICMP 10.0.0.9 unreachable - source route failed, length 36")]
    [InlineData(6, "ICMP net 10.0.0.9 unreachable - unknown, length 36")]
    [InlineData(7, "ICMP host 10.0.0.9 unreachable - unknown, length 36")]
    [InlineData(9, "ICMP net 10.0.0.9 unreachable - admin prohibited, length 36")]
    [InlineData(10, "ICMP host 10.0.0.9 unreachable - admin prohibited, length 36")]
    [InlineData(13, "ICMP host 10.0.0.9 unreachable - admin prohibited filter, length 36")]
    [InlineData(16, "ICMP type 3, code 16, length 36")]
    public void An_unreachable_destination_reads_as_in_tcpdump(byte code, string text) =>
        IcmpMessage.DestinationUnreachable((DestinationUnreachableCode)code, Datagram, 1400).ToString().Should().Be(text);

    [Fact]
    public void The_other_errors_read_as_in_tcpdump()
    {
        var gateway = Ipv4Address.Parse("10.0.1.2");
        var unreachable = IcmpMessage.DestinationUnreachable(DestinationUnreachableCode.FragmentationNeeded, Datagram);

        unreachable.ToString().Should().Be("ICMP 10.0.0.9 unreachable - need to frag, length 36");
        (unreachable with { Data = Payload.Empty }).ToString().Should().Be("ICMP type 3, code 4, length 8");
        IcmpMessage.TimeExceeded(TimeExceededCode.InTransit, Datagram).ToString().Should().Be("ICMP time exceeded in-transit, length 36");
        IcmpMessage.TimeExceeded(TimeExceededCode.FragmentReassembly, Datagram).ToString().Should().Be("ICMP ip reassembly time exceeded, length 36");
        IcmpMessage.Redirect(RedirectCode.Host, gateway, Datagram).ToString().Should().Be("ICMP redirect 10.0.0.9 to host 10.0.1.2, length 36");
        IcmpMessage.Redirect(RedirectCode.Network, gateway, Datagram).ToString().Should().Be("ICMP redirect 10.0.0.9 to net 10.0.1.2, length 36");
        IcmpMessage.ParameterProblem(20, Datagram).ToString().Should().Be("ICMP parameter problem - octet 20, length 36");
        IcmpMessage.ParameterProblem(0, Datagram, ParameterProblemCode.RequiredOptionMissing).ToString()
            .Should().Be("ICMP parameter problem - code 1, length 36");
    }

    [Fact]
    public void An_error_describes_itself_and_what_it_quotes()
    {
        var message = IcmpMessage.DestinationUnreachable(
            DestinationUnreachableCode.FragmentationNeeded, Datagram with { Payload = new UdpDatagram(12345, 33434, Payload.Zeros(1472)) }, 1400);

        var fields = Octets.Describe(message);

        fields[..5].Should().Equal(
            new PduField("Type", "3 (Destination Unreachable)", 0, 8),
            new PduField("Code", "4 (Fragmentation Needed and Don't Fragment was Set)", 8, 8),
            fields[2],
            new PduField("Unused", "0x0000", 32, 16),
            new PduField("Next-Hop MTU", "1400", 48, 16));
        fields.Should().Contain(
        [
            new PduField("Quoted Version", "4", 64, 4),
            new PduField("Quoted Total Length", "1500", 80, 16),
            new PduField("Quoted Destination Address", "10.0.0.9", 192, 32),
            new PduField("Quoted Source Port", "12345", 224, 16),
            new PduField("Quoted Destination Port", "33434", 240, 16),
        ]);
    }
}
