using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;

namespace NetSim.Stack.Tcp;

/// <summary>What is left of a connection in TIME-WAIT: the numbers by which its late segments are known and answered (RFC 9293 §3.6.1).</summary>
/// <remarks>
/// A busy client has tens of thousands of them, for minutes: some 170 octets each, where a connection with all that sends and receives has 3,000.
/// The connection itself stays only until its application has closed it, or while it is recorded or traced.
/// </remarks>
internal sealed partial class TimeWaitConnection : TransmissionControlBlock
{
    private readonly ITcpEnvironment _environment;
    private TcpConnection? _connection;   // what this is the rest of, while somebody holds it
    private SequenceNumber _rcvEdge;      // RCV.NXT + RCV.WND as last told to the peer
    private uint _recentTimestamp;        // TS.Recent
    private ChallengePace _challenges;

    public TimeWaitConnection(ITcpEnvironment environment, TcpConnection connection, SequenceNumber rcvEdge, uint recentTimestamp, ChallengePace challenges)
        : base(connection.Local, connection.Remote)
    {
        _environment = environment;
        _connection = connection;
        _rcvEdge = rcvEdge;
        _recentTimestamp = recentTimestamp;
        _challenges = challenges;
        Options = connection.Options;
        State = TcpState.TimeWait;
    }

    public override TcpOptions Options { get; set; }

    /// <summary>ISS.</summary>
    public required SequenceNumber Iss { get; init; }

    /// <summary>IRS.</summary>
    public required SequenceNumber Irs { get; init; }

    /// <summary>SND.NXT, and SND.UNA: the number after the FIN. A newer connection's numbers are beyond it.</summary>
    public required SequenceNumber SndNxt { get; init; }

    /// <summary>The oldest acknowledgment that may be late and not forged (RFC 5961 §5.2).</summary>
    public required SequenceNumber OldestAck { get; init; }

    /// <summary>RCV.NXT: the number after the peer's FIN.</summary>
    public required SequenceNumber RcvNxt { get; init; }

    /// <summary>SEG.WND, and in units of how many bits.</summary>
    public required (ushort Field, byte Shift) Window { get; init; }

    /// <summary>What to add to the timestamp clock, or null where there are no timestamps.</summary>
    public required uint? TimestampOffset { get; init; }

    /// <summary>Whether duplicates are told of (RFC 2883).</summary>
    public required bool TellsDuplicates { get; init; }

    /// <summary>Whether acknowledgments tell of congestion that the peer has not answered.</summary>
    public required bool EchoesCongestion { get; init; }

    /// <summary>How acknowledgments are sent.</summary>
    public required (byte Dscp, byte? TimeToLive, byte Ecn) Delivery { get; init; }

    // The timer's, which chains all that wait.

    /// <summary>Whether the timer has it.</summary>
    public bool IsTimed { get; set; }

    /// <summary>When TIME-WAIT ends.</summary>
    public SimTime EndTime { get; set; }

    /// <summary>The place of that end among the events of its time.</summary>
    public long EndSequence { get; set; }

    /// <summary>The connection whose TIME-WAIT ends before this one's.</summary>
    public TimeWaitConnection? EndsBefore { get; set; }

    /// <summary>The connection whose TIME-WAIT ends after this one's.</summary>
    public TimeWaitConnection? EndsAfter { get; set; }

    /// <summary>TIME-WAIT begins, or begins again.</summary>
    public void Start() => _environment.TimeWait.Start(this, Options.MaximumSegmentLifetime * 2);

    /// <summary>Nobody holds the connection any more: it can go.</summary>
    public void LetGo() => _connection = null;

    /// <summary>TIME-WAIT is over: it has lasted as long as it does, or a reset or a newer connection ends it.</summary>
    public void End()
    {
        if (_connection is { } connection)
            connection.EndTimeWait(); // which removes this
        else
            Remove();
    }

    /// <summary>The host forgets the connection.</summary>
    public void Remove()
    {
        _environment.TimeWait.Stop(this);
        State = TcpState.Closed;
        _environment.OnStateChanged(this);
    }

    /// <summary>Nothing is in flight that an error could be about (RFC 5927 §4.1), but an acknowledgment that this host itself could not send.</summary>
    public override void OnError(IpError error) => _connection?.OnError(error);
}
