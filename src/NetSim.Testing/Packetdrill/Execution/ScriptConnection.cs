using NetSim.Packets.Ipv4;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>How far a socket is, as the script has shown it.</summary>
internal enum ScriptConnectionState
{
    /// <summary>The socket is made.</summary>
    New,

    /// <summary>It listens.</summary>
    Listening,

    /// <summary>The script has sent a SYN to a listener.</summary>
    SynReceived,

    /// <summary>The stack has answered it.</summary>
    SynAckSent,

    /// <summary>The script has acknowledged the answer.</summary>
    Accepting,

    /// <summary>The program has called connect.</summary>
    Connecting,

    /// <summary>The stack has sent a SYN.</summary>
    SynSent,

    /// <summary>The script has answered it.</summary>
    Connected,
}

/// <summary>
/// A connection, or a UDP socket: which ports and numbers the script's stand for. The script's numbers are relative to the initial ones, and
/// the remote side's initial number is the script's own; the local one is learned from the stack's SYN.
/// </summary>
internal sealed class ScriptConnection(IpProtocol protocol)
{
    private readonly Dictionary<uint, uint> _liveTimestamps = []; // by the script's

    public IpProtocol Protocol { get; } = protocol;

    public ScriptConnectionState State { get; set; }

    /// <summary>The stack's end.</summary>
    public Ipv4EndPoint Local { get; set; }

    /// <summary>The script's end.</summary>
    public Ipv4EndPoint Remote { get; set; }

    /// <summary>The ports that the script gives the connection, where it does: remote, local.</summary>
    public (ushort Remote, ushort Local)? ScriptPorts { get; init; }

    /// <summary>The initial sequence number of the remote side.</summary>
    public uint RemoteIsn { get; set; }

    /// <summary>That of a later SYN, which counts once the stack answers it.</summary>
    public uint? NextRemoteIsn { get; set; }

    /// <summary>The initial sequence number of the stack, in the script.</summary>
    public uint ScriptLocalIsn { get; set; }

    /// <summary>The initial sequence number of the stack.</summary>
    public uint LiveLocalIsn { get; set; }

    /// <summary>The TSval of the first segment with timestamps that the script expected: the script's and the stack's.</summary>
    public (uint Script, uint Live)? FirstTimestamp { get; private set; }

    /// <summary>What is added to a remote sequence number of the script. In a SYN numbers are as they are.</summary>
    public uint RemoteOffset(bool isSyn) => isSyn ? 0 : RemoteIsn;

    /// <summary>What is added to a local sequence number of the script.</summary>
    public uint LocalOffset(bool isSyn) => unchecked(LiveLocalIsn - (isSyn ? ScriptLocalIsn : 0));

    /// <summary>A segment with this TSval was sent where the script has the other.</summary>
    public void LearnTimestamp(uint script, uint live)
    {
        _liveTimestamps[script] = live;
        FirstTimestamp ??= (script, live);
    }

    /// <summary>The stack's TSval for one of the script's that was seen.</summary>
    public uint? LiveTimestamp(uint script) => _liveTimestamps.TryGetValue(script, out var live) ? live : null;

    /// <summary>A TSval of the stack, counted from where the script's count starts.</summary>
    public uint ScriptTimestamp(uint live) => FirstTimestamp is var (script, first) ? unchecked(script + (live - first)) : live;

    /// <summary>Forgets the numbers of a connection that was there before.</summary>
    public void StartAnew(uint remoteIsn)
    {
        RemoteIsn = remoteIsn;
        NextRemoteIsn = null;
        State = ScriptConnectionState.SynReceived;
        _liveTimestamps.Clear();
        FirstTimestamp = null;
    }

    public bool Has(PortPair? ports, PacketDirection direction) => ports is null
        ? ScriptPorts is null
        : ScriptPorts == (direction == PacketDirection.Inbound ? (ports.Source, ports.Destination) : (ports.Destination, ports.Source));
}
