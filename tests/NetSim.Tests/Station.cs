using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Topology;

namespace NetSim.Tests;

/// <summary>A bare interface at the end of a cable: sends any frame, and keeps what arrives with the time.</summary>
internal sealed class Station : IFrameReceiver
{
    public Station(Network network, int number, NetworkInterface? peer = null, LinkOptions? options = null)
    {
        Interface = new NetworkInterface(
            network.Simulation, $"Station {number}", "eth0", MacAddress.FromNumber(0xAA00 + number), networkTrace: null, trace: null)
        {
            Receiver = this,
        };
        if (peer is not null)
            Cable = new Link(Interface, peer, options);
    }

    public NetworkInterface Interface { get; }

    public MacAddress Mac => Interface.MacAddress;

    public Link? Cable { get; }

    public List<(SimTime Time, EthernetFrame Frame)> Received { get; } = [];

    public IEnumerable<EthernetFrame> Frames => Received.Select(received => received.Frame);

    /// <summary>A frame of 60 octets or more, of an EtherType for experiments (IEEE 802-2014 §9.2.3).</summary>
    public static EthernetFrame Frame(MacAddress destination, MacAddress source, int payloadLength = 46) =>
        new(destination, source, (EtherType)0x88B5, Payload.Zeros(payloadLength));

    public void Send(MacAddress destination, int payloadLength = 46) => Interface.Send(Frame(destination, Mac, payloadLength));

    public void Send(MacAddress destination, EtherType etherType, Pdu payload) =>
        Interface.Send(new EthernetFrame(destination, Mac, etherType, payload));

    public void OnFrame(NetworkInterface ingress, EthernetFrame frame) => Received.Add((ingress.Simulation.Now, frame));

    public void OnLinkChanged(NetworkInterface networkInterface)
    {
    }
}
