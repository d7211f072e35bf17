using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Topology;

namespace NetSim.Tests.Links;

/// <summary>Two stations at a cable; the first sends numbered frames, one after the other, and the second keeps them.</summary>
internal sealed class ImpairedCable
{
    /// <summary>How long a frame of 60 octets and its gap keep a Fast Ethernet transmitter busy: 84 octets.</summary>
    public const long FrameTime = 6_720;

    /// <summary>When the first frame arrives on the default cable: 72 octets and 50 ns of cable.</summary>
    public const long FirstArrival = 5_810;

    public ImpairedCable(LinkOptions options, ulong seed = 1)
    {
        Network = new Network(new NetworkOptions { Seed = seed, Tracing = false });
        Second = new Station(Network, 2);
        First = new Station(Network, 1, Second.Interface, options);
    }

    public ImpairedCable(LinkImpairments impairments, ulong seed = 1)
        : this(new LinkOptions { Impairments = impairments, QueueLimit = int.MaxValue }, seed)
    {
    }

    public Network Network { get; }

    public Station First { get; }

    public Station Second { get; }

    public Link Link => First.Cable!;

    /// <summary>The numbers of the frames that arrived, in the order of their arrival.</summary>
    public IReadOnlyList<int> Numbers => [.. Second.Frames.Select(NumberOf)];

    public static int NumberOf(EthernetFrame frame) => ((Ipv4Packet)frame.Payload).Identification;

    public EthernetFrame Frame(int number, byte ecn = 0, int octets = 60) => new(
        Second.Mac, First.Mac, EtherType.Ipv4,
        new Ipv4Packet(new(1), new(2), (IpProtocol)253, Payload.Zeros(octets - 34)) { Identification = (ushort)number, Ecn = ecn });

    /// <summary>Sends so many frames at once, and runs until the last one arrived.</summary>
    public ImpairedCable Send(int count, byte ecn = 0)
    {
        for (var i = 0; i < count; i++)
            First.Interface.Send(Frame(i, ecn));
        Network.Simulation.Run();
        return this;
    }
}
