using NetSim.Kernel;
using NetSim.Links;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>What all workloads have in common, so that both simulators do the same work.</summary>
internal static class Comparison
{
    /// <summary>The TCP of the comparison: what ns-3 has and as it is set there, and nothing that it does not have.</summary>
    /// <param name="buffer">The size of both socket buffers, which do not grow.</param>
    /// <param name="congestionControl">NewReno or CUBIC.</param>
    /// <param name="selectiveAcks">Whether SACK is used.</param>
    /// <param name="writeLength">
    /// Octets of each write. ns-3 takes a write whole or not at all; a buffer that takes a part of one would send that part as a segment of its own.
    /// </param>
    public static TcpOptions Tcp(int buffer, TcpCongestionControl? congestionControl = null, bool selectiveAcks = true, int writeLength = 1) => new()
    {
        CongestionControl = congestionControl ?? TcpCongestionControl.NewReno,
        HyStart = congestionControl == TcpCongestionControl.Cubic,
        SelectiveAcks = selectiveAcks,
        DuplicateSelectiveAcks = false,
        ReceiveBufferSize = buffer,
        MaxReceiveBufferSize = buffer,
        SendBufferSize = buffer / writeLength * writeLength,
        MaxSendBufferSize = buffer / writeLength * writeLength,
        EgressQueueLimit = Duration.MaxValue, // a full queue drops, and does not push back
        InitialRto = 3.Seconds,
        Ecn = EcnMode.Off,
        Rack = false,
        TailLossProbe = false,
        ForwardRtoRecovery = false,
        UndoesSpuriousRetransmission = false,
        CongestionWindowValidation = CongestionWindowValidationMode.Off,
    };

    /// <summary>A network whose hosts have that TCP; entries of ARP live 120 s, and both ends of a pair ask.</summary>
    public static Network Network(bool tracing, TcpOptions? tcp = null) => new(new NetworkOptions
    {
        Tracing = tracing,
        Stack = new HostStackOptions
        {
            Arp = new ArpOptions { CacheTimeout = 120.Seconds, LearnsFromRequests = false },
            Tcp = tcp ?? new TcpOptions(),
        },
    });

    /// <summary>A link of the comparison: nothing on the wire but the frame, whose header and padding are the difference that remains.</summary>
    public static LinkOptions Link(long gigabits, Duration delay, int queueLimit = 1_000) => new()
    {
        DataRate = DataRate.FromGigabitsPerSecond(gigabits),
        PropagationDelay = delay,
        QueueLimit = queueLimit,
        FramingLength = 0,
        InterpacketGap = 0,
    };

    /// <summary>The congestion control of an option's value, ns-3's name or the plain one.</summary>
    public static TcpCongestionControl CongestionControl(string name) => name switch
    {
        "TcpNewReno" => TcpCongestionControl.NewReno,
        "TcpCubic" => TcpCongestionControl.Cubic,
        _ => throw new ArgumentException($"'{name}' is not compared. Take TcpNewReno or TcpCubic."),
    };
}
