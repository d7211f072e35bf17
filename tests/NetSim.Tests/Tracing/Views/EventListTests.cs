using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Tracing;
using NetSim.Tracing.Views;

namespace NetSim.Tests.Tracing.Views;

public sealed class EventListTests
{
    private static readonly DnsMessage Query = DnsMessage.Query(0x1234, DnsName.Parse("ark-inflearn.com"), DnsType.A);
    private readonly HandmadeTrace _lan = new();

    [Fact]
    public void A_row_for_each_PDU_at_each_device_in_aligned_columns()
    {
        QueryIsFlooded();

        _lan.Trace.ToEventList().Should().Be(
            """
            No.  Time         Last Device  At Device  Type  Info
              1  0.000000000  --           Client     DNS   query 0x1234 A ark-inflearn.com
              2  0.000006720  Client       Switch     DNS   query 0x1234 A ark-inflearn.com
              3  0.000013440  Switch       Server     DNS   query 0x1234 A ark-inflearn.com
              4  0.000013440  Switch       Printer    DNS   query 0x1234 A ark-inflearn.com (dropped: ReservedDestination)

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Changes_of_tables_are_shown_when_asked_for()
    {
        QueryIsFlooded();

        var list = _lan.Trace.ToEventList(new EventFilter { Devices = ["Switch"], IncludeStateChanges = true });

        list.Should().Be(
            """
            No.  Time         Last Device  At Device  Type   Info
              2  0.000006720  Client       Switch     DNS    query 0x1234 A ark-inflearn.com
                 0.000006720  --           Switch     Table  MAC table: 02:00:00:00:00:01 = Port 1

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_filter_shows_the_types_and_devices_that_it_names()
    {
        QueryIsFlooded();
        _lan.Make(_lan.Client, HandmadeTrace.Request(TcpFlags.Syn, 1000));

        Rows(new EventFilter { Types = ["tcp"] }).Should().ContainSingle().Which.Should().Contain("TCP   49152 > 80 [SYN]");
        Rows(new EventFilter { Types = ["DNS"], Devices = ["Client", "Server"] }).Should().HaveCount(2);
        Rows(new EventFilter { Types = ["HTTP"] }).Should().BeEmpty();
    }

    [Fact]
    public void Numbers_of_TCP_are_relative_to_the_initial_ones()
    {
        Take(HandmadeTrace.Request(TcpFlags.Syn, 4294967295));
        Take(HandmadeTrace.Response(TcpFlags.Syn | TcpFlags.Ack, 5000, 0));
        Take(HandmadeTrace.Request(TcpFlags.Ack, 0, 5001));
        Take(HandmadeTrace.Request(TcpFlags.Psh | TcpFlags.Ack, 0, 5001, "hello"));
        Take(HandmadeTrace.Response(TcpFlags.Ack, 5001, 5));

        Infos().Should().Equal(
            "49152 > 80 [SYN] seq 0 win 65535 length 0",
            "80 > 49152 [SYN, ACK] seq 0 ack 1 win 65535 length 0",
            "49152 > 80 [ACK] seq 1 ack 1 win 65535 length 0",
            "49152 > 80 [PSH, ACK] seq 1:6 ack 1 win 65535 length 5",
            "80 > 49152 [ACK] seq 1 ack 6 win 65535 length 0");
    }

    [Fact]
    public void A_connection_whose_beginning_is_not_in_the_trace_counts_from_its_first_octet()
    {
        Take(HandmadeTrace.Request(TcpFlags.Ack, 700, 900, "hello"));
        Take(HandmadeTrace.Response(TcpFlags.Ack, 900, 705));

        Infos().Should().Equal(
            "49152 > 80 [ACK] seq 1:6 ack 1 win 65535 length 5",
            "80 > 49152 [ACK] seq 1 ack 6 win 65535 length 0");
    }

    [Fact]
    public void A_new_connection_of_the_same_sockets_counts_anew()
    {
        Take(HandmadeTrace.Request(TcpFlags.Syn, 1000));
        Take(HandmadeTrace.Response(TcpFlags.Syn | TcpFlags.Ack, 5000, 1001));
        Take(HandmadeTrace.Request(TcpFlags.Syn, 8000));
        Take(HandmadeTrace.Response(TcpFlags.Rst | TcpFlags.Ack, 0, 8001));

        Infos()[2..].Should().Equal(
            "49152 > 80 [SYN] seq 0 win 65535 length 0",
            "80 > 49152 [RST, ACK] seq 1 ack 1 win 65535 length 0");
    }

    [Fact]
    public void A_segment_with_an_HTTP_head_is_HTTP()
    {
        Take(HandmadeTrace.Request(TcpFlags.Ack, 1, 1, "GET / HTTP/1.1\r\nHost: ark-inflearn.com\r\n\r\n"));
        Take(HandmadeTrace.Response(TcpFlags.Ack, 1, 1, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"));

        Rows().Select(row => row[42..]).Should().Equal("HTTP  GET / HTTP/1.1", "HTTP  HTTP/1.1 404 Not Found");
    }

    [Fact]
    public void A_message_about_messages_is_of_its_own_type_whatever_it_quotes()
    {
        Take(HandmadeTrace.ToServer(IpProtocol.Icmp, IcmpMessage.EchoRequest(1, 2, Payload.FromText("GET / HTTP/1.1\r\n\r\n"))));

        Rows().Should().ContainSingle().Which.Should().EndWith("ICMP  echo request, id 1, seq 2, length 26");
    }

    [Fact]
    public void A_malformed_PDU_says_what_is_wrong()
    {
        var octets = HandmadeTrace.Request(TcpFlags.Syn, 1000).ToArray();
        octets[50] ^= 1;
        EthernetFrame.TryDecode(octets, out var frame, out _).Should().BeTrue();

        Take(frame!);

        Rows().Should().ContainSingle().Which.Should().EndWith("TCP   malformed TCP: checksum wrong (octet 16), 20 octets");
    }

    [Fact]
    public void Without_a_frame_the_row_is_about_what_the_steps_speak_of()
    {
        _lan.Pen("Client").In(Layer.Application, PduAction.Accept, Query, Reason.PortReceives, "The cache");
        _lan.Pen("Client").In(Layer.Physical, PduAction.Accept, null, Reason.PortReceives, "Eth0");

        Rows().Should().Equal(
            "  1  0.000000000  --           Client     DNS   query 0x1234 A ark-inflearn.com",
            "  2  0.000000000  --           Client     --    Eth0 receives the frame.");
    }

    [Fact]
    public void A_drop_is_told_apart_from_the_drop_of_the_answer_and_from_a_drop_at_one_of_several_ports()
    {
        var (question, answer) = (HandmadeTrace.Request(TcpFlags.Syn, 1), HandmadeTrace.Response(TcpFlags.Rst | TcpFlags.Ack, 0, 2));
        var server = _lan.Pen("Server");
        server.Receive(question, "Switch");
        server.Out(Layer.Physical, PduAction.Drop, answer, DropReason.QueueFull, "Eth0", 1);
        server.Received();
        var relay = _lan.Pen("Switch");
        relay.Receive(question, "Client");
        relay.Out(Layer.Physical, PduAction.Transmit, question, Reason.PortSends, "Port 2");
        relay.Resume(question);
        relay.Out(Layer.Physical, PduAction.Drop, question, DropReason.QueueFull, "Port 3", 1);
        relay.Received();
        _lan.Pen("Client").Out(Layer.Physical, PduAction.Drop, question, DropReason.NoCable, "Eth0");

        Infos().Select(info => info[(info.IndexOf('(', StringComparison.Ordinal))..]).Should().Equal(
            "(answer dropped: QueueFull)", "(dropped at one port: QueueFull)", "(dropped: NoCable)");
    }

    [Fact]
    public void An_empty_trace_is_a_heading()
    {
        _lan.Trace.ToEventList().Should().Be("No.  Time  Last Device  At Device  Type  Info\n");
    }

    private void QueryIsFlooded()
    {
        var frame = HandmadeTrace.Udp(49152, 53, Payload.Wrap(Query.ToArray()));
        _lan.Make(_lan.Client, frame);
        _lan.At(6720.Nanoseconds);
        _lan.Forward(frame, _lan.Port1, _lan.Port2, _lan.Port3);
        _lan.At(13440.Nanoseconds);
        _lan.Take(_lan.Server, frame, "Switch");
        _lan.Take(_lan.Printer, frame, "Switch", HandmadeTrace.NotMine);
    }

    private void Take(EthernetFrame frame) => _lan.Take(_lan.Server, frame, "Switch");

    private string[] Rows(EventFilter? filter = null) =>
        _lan.Trace.ToEventList(filter).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

    private string[] Infos() => [.. Rows().Select(row => row[(row.IndexOf("TCP", StringComparison.Ordinal) + 3)..].TrimStart())];
}
