using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Arp;

/// <summary>A host and a bare station on one cable.</summary>
internal sealed class ArpNetwork
{
    public static readonly Ipv4Address Own = Ipv4Address.Parse("10.0.0.1");
    public static readonly Ipv4Address Peer = Ipv4Address.Parse("10.0.0.2");

    public ArpNetwork(ArpOptions options)
    {
        Network = new Network(new NetworkOptions { Stack = new HostStackOptions { Arp = options } });
        Host = Network.AddHost("Host", $"{Own}/24");
        Station = new Station(Network, 2, Host.Interfaces[0]);
    }

    public Network Network { get; }

    public Host Host { get; }

    public Station Station { get; }

    public MacAddress Mac => Host.Interfaces[0].MacAddress;

    public IEnumerable<string> Packets => Station.Frames.Select(frame => frame.Payload.ToString()!);

    /// <summary>When the ARP packets were sent: a frame of 64 octets takes 5,810 ns to arrive.</summary>
    public IEnumerable<Duration> Times => Station.Received.Where(received => received.Frame.Payload is ArpPacket)
        .Select(received => received.Time - SimTime.Zero - 5_810.Nanoseconds);

    public IEnumerable<PduEvent> Events => Network.Trace.PduEvents.Where(pduEvent => pduEvent.Device == "Host");

    public void Hear(ArpOperation operation, Ipv4Address sender, Ipv4Address target) => Station.Send(
        MacAddress.Broadcast, EtherType.Arp, new ArpPacket(operation, Station.Mac, sender, default, target));

    /// <summary>The station uses the host's own address.</summary>
    public void HearConflict() => Hear(ArpOperation.Request, Own, Own);
}
