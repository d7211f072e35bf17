using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Tracing;

namespace NetSim.Tests.Tracing;

/// <summary>A trace that is written by hand: a client, a server and a printer on the ports 1, 2 and 3 of a switch.</summary>
internal sealed class HandmadeTrace
{
    public static readonly Ipv4Address ClientIp = Ipv4Address.Parse("192.168.100.1");
    public static readonly Ipv4Address ServerIp = Ipv4Address.Parse("192.168.100.254");

    private readonly Simulation _simulation = new();
    private readonly Dictionary<string, DeviceTrace> _pens = [];

    public HandmadeTrace()
    {
        Trace = new Trace(_simulation);
        foreach (var port in new[] { Client, Server, Printer, Port1, Port2, Port3 })
            Trace.AddPort(port);
        foreach (var device in new[] { "Client", "Server", "Printer", "Switch" })
            _pens[device] = Trace.AddDevice(device);
    }

    public Trace Trace { get; }

    public TracePort Client { get; } = new("Client", "Eth0", MacAddress.FromNumber(1));

    public TracePort Server { get; } = new("Server", "Eth0", MacAddress.FromNumber(2));

    public TracePort Printer { get; } = new("Printer", "Eth0", MacAddress.FromNumber(3));

    public TracePort Port1 { get; } = new("Switch", "Port 1", MacAddress.FromNumber(11));

    public TracePort Port2 { get; } = new("Switch", "Port 2", MacAddress.FromNumber(12));

    public TracePort Port3 { get; } = new("Switch", "Port 3", MacAddress.FromNumber(13));

    /// <summary>A stand-in for what a NIC, which is not part of this test, says of a frame that is not its own.</summary>
    public static DropReason NotMine => DropReason.ReservedDestination;

    public DeviceTrace Pen(string device) => _pens[device];

    public void At(Duration time) => _simulation.RunUntil(SimTime.At(time));

    public static EthernetFrame Udp(ushort from, ushort to, Payload payload) =>
        ToServer(IpProtocol.Udp, new UdpDatagram(from, to, payload));

    public static EthernetFrame ToServer(IpProtocol protocol, Pdu payload) => new(
        MacAddress.FromNumber(2), MacAddress.FromNumber(1), EtherType.Ipv4, new Ipv4Packet(ClientIp, ServerIp, protocol, payload));

    public static EthernetFrame ToClient(IpProtocol protocol, Pdu payload) => new(
        MacAddress.FromNumber(1), MacAddress.FromNumber(2), EtherType.Ipv4, new Ipv4Packet(ServerIp, ClientIp, protocol, payload));

    public static EthernetFrame Request(TcpFlags flags, uint sequence, uint acknowledgment = 0, string data = "", ushort from = 49152) =>
        ToServer(IpProtocol.Tcp, new TcpSegment
        {
            SourcePort = from,
            DestinationPort = 80,
            Sequence = new(sequence),
            Acknowledgment = new(acknowledgment),
            Flags = flags,
            Window = 65535,
            Payload = Payload.FromText(data),
        });

    public static EthernetFrame Response(TcpFlags flags, uint sequence, uint acknowledgment, string data = "", ushort to = 49152) =>
        ToClient(IpProtocol.Tcp, new TcpSegment
        {
            SourcePort = 80,
            DestinationPort = to,
            Sequence = new(sequence),
            Acknowledgment = new(acknowledgment),
            Flags = flags,
            Window = 65535,
            Payload = Payload.FromText(data),
        });

    /// <summary>A host makes a frame and sends it.</summary>
    public void Make(TracePort port, EthernetFrame frame) =>
        Pen(port.Device).Out(Layer.Physical, PduAction.Transmit, frame, Reason.PortSends, port.Name);

    /// <summary>A host takes a frame in, or drops it.</summary>
    public void Take(TracePort port, EthernetFrame frame, string lastDevice, DropReason? drop = null, EthernetFrame? answer = null)
    {
        var pen = Pen(port.Device);
        pen.Receive(frame, lastDevice);
        pen.In(Layer.Physical, PduAction.Accept, frame, Reason.PortReceives, port.Name);
        if (drop is not null)
            pen.In(Layer.DataLink, PduAction.Drop, frame, drop, frame.Destination);
        if (answer is not null)
            Make(port, answer);
        pen.Received();
    }

    /// <summary>The switch passes a frame on out of one port, or floods it out of several.</summary>
    public void Forward(EthernetFrame frame, TracePort ingress, params TracePort[] egress)
    {
        var pen = Pen("Switch");
        pen.Receive(frame, ingress == Port1 ? "Client" : ingress == Port2 ? "Server" : "Printer");
        pen.In(Layer.Physical, PduAction.Accept, frame, Reason.PortReceives, ingress.Name);
        pen.State(StateTable.MacTable, frame.Source, ingress.Name);
        pen.In(Layer.DataLink, PduAction.Accept, frame, Reason.SwitchLearns, frame.Source, ingress.Name);
        pen.In(Layer.DataLink, PduAction.Accept, frame, Reason.SwitchMissesDestination, frame.Destination);
        pen.Out(Layer.DataLink, PduAction.Transfer, frame, Reason.SwitchFloods, egress.Length, string.Join(", ", egress.Select(port => port.Name)));
        foreach (var port in egress)
        {
            pen.Resume(frame);
            pen.Out(Layer.Physical, PduAction.Transmit, frame, Reason.PortSends, port.Name);
        }

        pen.Received();
    }

    /// <summary>A frame is on a link from one instant to another.</summary>
    public FrameTransmission Transmit(
        TracePort from, TracePort to, EthernetFrame frame, Duration start, Duration arrival, TransmissionOutcome outcome = TransmissionOutcome.Delivered)
    {
        var transmission = Trace.AddTransmission(from, to, frame, SimTime.At(start), SimTime.At(arrival));
        transmission.Outcome = outcome;
        return transmission;
    }
}
