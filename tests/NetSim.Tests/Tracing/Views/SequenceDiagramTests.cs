using NetSim.Kernel;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Tcp;
using NetSim.Tracing;
using NetSim.Tracing.Views;

namespace NetSim.Tests.Tracing.Views;

public sealed class SequenceDiagramTests
{
    private static readonly SequenceDiagramOptions EveryHop = new() { EveryHop = true };

    private readonly HandmadeTrace _lan = new();
    private readonly EthernetFrame _request = HandmadeTrace.Request(TcpFlags.Syn, 1000);
    private readonly EthernetFrame _whoHas = new(MacAddress.Broadcast, MacAddress.FromNumber(1), EtherType.Arp,
        ArpPacket.Request(MacAddress.FromNumber(1), HandmadeTrace.ClientIp, HandmadeTrace.ServerIp));

    [Fact]
    public void An_arrow_from_who_made_a_frame_to_who_accepted_it_past_what_passes_it_on()
    {
        var answer = HandmadeTrace.Response(TcpFlags.Syn | TcpFlags.Ack, 7000, 1001);
        _lan.Make(_lan.Client, _request);
        _lan.Forward(_request, _lan.Port1, _lan.Port2, _lan.Port3);
        _lan.Take(_lan.Printer, _request, "Switch", HandmadeTrace.NotMine);
        _lan.Take(_lan.Server, _request, "Switch", answer: answer);
        _lan.Forward(answer, _lan.Port2, _lan.Port1);
        _lan.Take(_lan.Client, answer, "Switch");

        Diagram().Should().Be(
            """
            sequenceDiagram
                participant Client
                participant Server
                Client->>Server: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0
                Server->>Client: TCP 80 > 49152 [SYN, ACK] seq 0 ack 1 win 65535 length 0

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_broadcast_has_an_arrow_to_each_device_that_accepts_it()
    {
        _lan.Make(_lan.Client, _whoHas);
        _lan.Forward(_whoHas, _lan.Port1, _lan.Port2, _lan.Port3);
        _lan.Take(_lan.Server, _whoHas, "Switch");
        _lan.Take(_lan.Printer, _whoHas, "Switch", HandmadeTrace.NotMine);

        Statements().Should().Equal("Client->>Server: ARP who-has 192.168.100.254 tell 192.168.100.1");
    }

    [Fact]
    public void A_broadcast_that_nobody_accepts_is_a_note()
    {
        _lan.Make(_lan.Client, _whoHas);
        _lan.Forward(_whoHas, _lan.Port1, _lan.Port3);
        _lan.Take(_lan.Printer, _whoHas, "Switch", HandmadeTrace.NotMine);

        Statements().Should().Equal("Note over Client: ARP who-has 192.168.100.254 tell 192.168.100.1 (nobody takes it)");
    }

    [Fact]
    public void A_frame_that_its_receiver_drops_is_lost_with_the_reason()
    {
        _lan.Make(_lan.Client, _request);
        _lan.Forward(_request, _lan.Port1, _lan.Port2, _lan.Port3);
        _lan.Take(_lan.Printer, _request, "Switch", HandmadeTrace.NotMine);
        _lan.Take(_lan.Server, _request, "Switch", DropReason.GroupSource);

        Statements().Should().Equal("Client--xServer: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0 (GroupSource)");
    }

    [Fact]
    public void A_frame_that_a_full_queue_on_the_way_drops_is_lost_to_its_receiver_with_the_reason()
    {
        _lan.Forward(HandmadeTrace.Request(TcpFlags.Syn, 1, from: 1), _lan.Port1, _lan.Port2); // shows that the switch passes frames on
        _lan.Make(_lan.Client, _request);
        var relay = _lan.Pen("Switch");
        relay.Receive(_request, "Client");
        relay.Out(Layer.Physical, PduAction.Drop, _request, DropReason.QueueFull, "Port 2", 1);
        relay.Received();

        Statements()[^1].Should().Be("Client--xServer: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0 (QueueFull)");
    }

    [Fact]
    public void A_frame_whose_cable_is_unplugged_is_lost_and_the_loss_is_no_frame_of_its_own()
    {
        _lan.Make(_lan.Client, _request);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 0.Seconds, 5.Microseconds);
        _lan.Forward(_request, _lan.Port1, _lan.Port2);
        _lan.Transmit(_lan.Port2, _lan.Server, _request, 5.Microseconds, 10.Microseconds, TransmissionOutcome.Lost);
        _lan.Pen("Switch").Because((PduEvent)_lan.Trace.Events[1]);
        _lan.Pen("Switch").Out(Layer.Physical, PduAction.Drop, _request, DropReason.CableUnplugged, "Port 2");

        Statements().Should().Equal("Client--xServer: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0 (CableUnplugged)");
        Statements(EveryHop).Should().Equal(
            "Client->>Switch: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0",
            "Switch--xServer: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0 (CableUnplugged)");
    }

    [Fact]
    public void A_frame_without_a_cable_gets_nowhere()
    {
        _lan.Pen("Client").Out(Layer.Physical, PduAction.Drop, _whoHas, DropReason.NoCable, "Eth0");

        Statements().Should().Equal("Client--xClient: ARP who-has 192.168.100.254 tell 192.168.100.1 (NoCable)");
        Statements(EveryHop).Should().Equal("Client--xClient: ARP who-has 192.168.100.254 tell 192.168.100.1 (NoCable)");
    }

    [Fact]
    public void A_frame_that_is_still_on_its_way_says_so()
    {
        _lan.Make(_lan.Client, _request);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 0.Seconds, 5.Microseconds, TransmissionOutcome.Underway);

        Statements().Should().Equal("Client--)Server: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0 (on its way)");
        Statements(EveryHop).Should().Equal("Client--)Switch: TCP 49152 > 80 [SYN] seq 0 win 65535 length 0 (on its way)");
    }

    [Fact]
    public void The_same_frame_sent_again_is_another_arrow()
    {
        _lan.Make(_lan.Client, _request);
        _lan.Take(_lan.Server, _request, "Switch", DropReason.GroupSource);
        _lan.Make(_lan.Client, _request);
        _lan.Take(_lan.Server, _request, "Switch");

        Statements().Select(statement => statement[..15]).Should().Equal("Client--xServer", "Client->>Server");
    }

    [Fact]
    public void Every_hop_is_an_arrow_in_the_order_of_sending_when_asked_for()
    {
        _lan.Make(_lan.Client, _request);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 0.Seconds, 5.Microseconds);
        _lan.Transmit(_lan.Port1, _lan.Client, _whoHas, 9.Microseconds, 14.Microseconds);
        _lan.Transmit(_lan.Port2, _lan.Server, _request, 5.Microseconds, 10.Microseconds);

        _lan.Trace.ToSequenceDiagram(EveryHop with { ShowTimes = true }).Should().Be(
            """
            sequenceDiagram
                participant Client
                participant Switch
                participant Server
                Client->>Switch: 0.000000000s TCP 49152 > 80 [SYN] seq 0 win 65535 length 0
                Switch->>Server: 0.000005000s TCP 49152 > 80 [SYN] seq 0 win 65535 length 0
                Switch->>Client: 0.000009000s ARP who-has 192.168.100.254 tell 192.168.100.1

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Only_the_types_that_are_named_are_shown()
    {
        _lan.Make(_lan.Client, _whoHas);
        _lan.Take(_lan.Server, _whoHas, "Client");
        _lan.Make(_lan.Client, _request);
        _lan.Take(_lan.Server, _request, "Client");

        Statements(new() { Types = ["arp"] }).Should().ContainSingle().Which.Should().Contain("ARP who-has");
    }

    [Fact]
    public void Texts_that_Mermaid_would_read_as_its_own_are_escaped()
    {
        var frame = HandmadeTrace.Request(TcpFlags.Ack, 1, 1, "GET /a;b?c=%3C#<d> HTTP/1.1\r\n\r\n");
        var pen = _lan.Trace.AddDevice("end");
        pen.Receive(frame, "DNS; Server #1");
        pen.Received();
        var other = _lan.Trace.AddDevice("DNS; Server");
        other.Receive(frame, "DNS Server");
        other.Received();

        var diagram = Diagram();

        diagram.Should().StartWith(
            """
            sequenceDiagram
                participant DNSServer1 as DNS#59; Server #35;1
                participant end_ as end
                participant DNSServer as DNS#59; Server
                DNSServer1->>end_: HTTP GET /a#59;b?c=%3C#35;#lt;d> HTTP/1.1
            """.ReplaceLineEndings("\n"));
    }

    private string Diagram(SequenceDiagramOptions? options = null) => _lan.Trace.ToSequenceDiagram(options);

    private string[] Statements(SequenceDiagramOptions? options = null) =>
        [.. Diagram(options).Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line.Trim())];
}
