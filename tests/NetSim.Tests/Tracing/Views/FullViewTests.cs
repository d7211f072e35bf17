using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Arp;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Tests.Tracing.Views;

public sealed class FullViewTests
{
    private static readonly DnsMessage Query = DnsMessage.Query(0x1234, DnsName.Parse("ark-inflearn.com"), DnsType.A);
    private readonly HandmadeTrace _lan = new();

    [Fact]
    public void A_query_at_the_switch_in_full()
    {
        var frame = HandmadeTrace.Udp(49152, 53, Payload.Wrap(Query.ToArray()));
        _lan.At(6720.Nanoseconds);
        _lan.Forward(frame, _lan.Port1, _lan.Port2, _lan.Port3);

        ViewOf(1).Should().Be(
            """
            Event 1 at Switch, from Client, 0.000006720 s
            =============================================
            DNS: query 0x1234 A ark-inflearn.com

            In Layers
              1  Physical   Port 1 receives the frame.
              2  Data Link  1. The frame's source 02:00:00:00:00:01 is new: the switch learns it on Port 1.
                            2. The destination 02:00:00:00:00:02 is not in the MAC table: the switch floods the frame.

            Out Layers
              2  Data Link  The switch sends the same frame out of 2 ports: Port 2, Port 3.
              1  Physical   1. Port 2 sends the frame.
                            2. Port 3 sends the frame.

            Tables
              MAC table: 02:00:00:00:00:01 = Port 1

            Inbound and Outbound PDU, the same frame (76 octets): DNS query 0x1234 A ark-inflearn.com
              Ethernet
                Destination                02:00:00:00:00:02
                Source                     02:00:00:00:00:01
                EtherType                  0x0800 (IPv4)
              IPv4
                Version                    4
                IHL                        5 (20 octets)
                DSCP                       0
                ECN                        0
                Total Length               62
                Identification             0
                Reserved                   0
                Don't Fragment             0
                More Fragments             0
                Fragment Offset            0 (0 octets)
                Time to Live               64
                Protocol                   17 (UDP)
                Header Checksum            0x305f
                Source Address             192.168.100.1
                Destination Address        192.168.100.254
              UDP
                Source Port                49152
                Destination Port           53
                Length                     42
                Checksum                   0xbaf5
              DNS
                ID                         0x1234
                Response (QR)              0
                Opcode                     0 (Query)
                Authoritative answer (AA)  0
                Truncated (TC)             0
                Recursion desired (RD)     1
                Recursion available (RA)   0
                Reserved (Z)               0
                Authentic data (AD)        0
                Checking disabled (CD)     0
                Response code              0 (NOERROR)
                Question count             1
                Answer count               0
                Authority count            0
                Additional count           0
                Question                   A ark-inflearn.com

              0000  02 00 00 00 00 02 02 00  00 00 00 01 08 00 45 00  ..............E.
              0010  00 3e 00 00 00 00 40 11  30 5f c0 a8 64 01 c0 a8  .>....@.0_..d...
              0020  64 fe c0 00 00 35 00 2a  ba f5 12 34 01 00 00 01  d....5.*...4....
              0030  00 00 00 00 00 00 0c 61  72 6b 2d 69 6e 66 6c 65  .......ark-infle
              0040  61 72 6e 03 63 6f 6d 00  00 01 00 01              arn.com.....

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_came_in_and_what_went_out_are_both_shown_with_numbers_relative_to_the_initial_ones()
    {
        var (syn, answer) = (HandmadeTrace.Request(TcpFlags.Syn, 1000), HandmadeTrace.Response(TcpFlags.Syn | TcpFlags.Ack, 7000, 1001));
        _lan.Make(_lan.Client, syn);
        _lan.Take(_lan.Server, syn, "Switch", answer: answer);

        var lines = ViewOf(2).Split('\n');

        lines.Should().ContainInOrder(
            "TCP: 49152 > 80 [SYN] seq 0 win 65535 length 0",
            "In Layers",
            "  1  Physical  Eth0 receives the frame.",
            "Out Layers",
            "  1  Physical  Eth0 sends the frame.",
            "Inbound PDU (60 octets): TCP 49152 > 80 [SYN] seq 0 win 65535 length 0",
            "    Sequence Number        1000",
            "Outbound PDU (60 octets): TCP 80 > 49152 [SYN, ACK] seq 0 ack 1 win 65535 length 0",
            "    Sequence Number        7000");
        lines.Should().NotContain("Tables");
    }

    [Fact]
    public void Layers_read_from_1_to_7_on_the_way_in_and_from_7_to_1_on_the_way_out()
    {
        var pen = _lan.Pen("Server");
        pen.Receive(HandmadeTrace.Request(TcpFlags.Syn, 1000), "Switch");
        foreach (var layer in new[] { Layer.Physical, Layer.Transport, Layer.Network, Layer.Transport })
            pen.In(layer, PduAction.Accept, null, Reason.PortReceives, layer);
        foreach (var layer in new[] { Layer.Transport, Layer.Application, Layer.Transport, Layer.Physical })
            pen.Out(layer, PduAction.Encapsulate, null, Reason.PortSends, layer);
        pen.Received();

        ViewOf(1).Split('\n').Skip(4).Take(11).Should().Equal(
            "In Layers",
            "  1  Physical   Physical receives the frame.",
            "  3  Network    Network receives the frame.",
            "  4  Transport  1. Transport receives the frame.",
            "                2. Transport receives the frame.",
            "",
            "Out Layers",
            "  7  Application  Application sends the frame.",
            "  4  Transport    1. Transport sends the frame.",
            "                  2. Transport sends the frame.",
            "  1  Physical     Physical sends the frame.");
    }

    [Fact]
    public void A_message_of_an_application_is_described_with_the_octets_of_its_own_head()
    {
        _lan.Make(_lan.Server, HandmadeTrace.Response(TcpFlags.Ack, 1, 1, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));

        ViewOf(1).Split('\n').Should().ContainInOrder("  TCP", "  HTTP", "    Status code            200", "  Data", "    Data                   5 octets");
    }

    [Fact]
    public void An_event_names_the_one_that_caused_it()
    {
        var request = ArpPacket.Request(MacAddress.FromNumber(1), HandmadeTrace.ClientIp, HandmadeTrace.ServerIp);
        _lan.Make(_lan.Client, new EthernetFrame(MacAddress.Broadcast, MacAddress.FromNumber(1), EtherType.Arp, request));
        _lan.Pen("Client").Because((PduEvent)_lan.Trace.Events[0]);
        _lan.Make(_lan.Client, HandmadeTrace.Request(TcpFlags.Syn, 1000));

        ViewOf(1).Should().NotContain("Caused by");
        ViewOf(2).Split('\n')[..4].Should().Equal(
            "Event 2 at Client, 0.000000000 s",
            "================================",
            "TCP: 49152 > 80 [SYN] seq 0 win 65535 length 0",
            "Caused by event 1 at Client.");
    }

    [Fact]
    public void The_whole_trace_is_its_events_and_the_changes_that_no_event_caused()
    {
        _lan.Pen("Switch").State(StateTable.MacTable, MacAddress.FromNumber(9), null);
        _lan.Forward(HandmadeTrace.Request(TcpFlags.Syn, 1000), _lan.Port1, _lan.Port2);

        var view = _lan.Trace.ToFullView();

        view.Should().Be(
            """
            Tables, 0.000000000 s
            =====================
            Switch: MAC table: 02:00:00:00:00:09 removed

            """.ReplaceLineEndings("\n") + "\n" + ViewOf(2));
    }

    [Fact]
    public void An_event_of_another_trace_is_refused()
    {
        var other = new HandmadeTrace();
        other.Make(other.Client, HandmadeTrace.Request(TcpFlags.Syn, 1000));
        _lan.Make(_lan.Client, HandmadeTrace.Request(TcpFlags.Syn, 1000));

        _lan.Trace.Invoking(trace => trace.ToFullView(other.Trace.PduEvents.First())).Should().Throw<ArgumentException>()
            .WithMessage("Event 1 at Client is of another trace*");
    }

    private string ViewOf(int number) => _lan.Trace.ToFullView((PduEvent)_lan.Trace.Events[number - 1]);
}
