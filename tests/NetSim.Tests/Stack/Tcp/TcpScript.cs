using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Tcp;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>A connection under test and its peer, which the test plays segment by segment in virtual time.</summary>
/// <remarks>
/// A segment is written as <c>P. 1:6(5) ack 1 win 65535 &lt;mss 1460&gt;</c>: flags (FSRP.UEW), first number, the number after the
/// data, its length. Numbers are relative to each side's initial one, those of SACK blocks too. The window, the options and, as
/// <c>[ect0]</c> before the flags, the ECN field count only where a test names them.
/// The notation's nature is strict: a segment that no test line expects makes the next line fail.
/// </remarks>
internal sealed partial class TcpScript : ITcpEnvironment
{
    private TcpSegment? _lastSent;
    private readonly Simulation _simulation = new();
    private TimeWaitTimer? _timeWait;
    private TimeWaitConnection? _rest; // of the connection, in TIME-WAIT
    private readonly Queue<(TcpSegment Segment, SimTime Time, byte Ecn)> _sent = new();
    private readonly List<string> _exchange = [];
    private readonly SequenceNumber _iss;
    private readonly SequenceNumber _peerIss;
    private readonly uint _timestampOffset; // what the connection adds to its timestamp clock, which counts the milliseconds of the exchange

    private TcpScript(TcpOptions? options, uint iss, uint peerIss, Action<TcpSettings>? settings = null, uint timestampOffset = 0)
    {
        _timestampOffset = timestampOffset;
        _iss = new(iss);
        _peerIss = new(peerIss);
        var local = new Ipv4EndPoint(Ipv4Address.Parse("192.0.2.1"), 49152);
        var remote = new Ipv4EndPoint(Ipv4Address.Parse("192.0.2.2"), 80);
        options ??= new TcpOptions();
        var set = new TcpSettings(options);
        settings?.Invoke(set);
        Connection = new TcpConnection(this, local, remote, _iss, options, set);
    }

    public TcpConnection Connection { get; }

    public TcpState State => Connection.StateToTell;

    public int PathMtu { get; init; } = 1_500;

    public SimTime Now => _simulation.Now;

    DeviceTrace? ITcpEnvironment.Trace => null;

    /// <summary>A connection in CLOSED.</summary>
    public static TcpScript Closed(TcpOptions? options = null, uint iss = 1_000, uint peerIss = 5_000, int pathMtu = 1_500) =>
        new(options, iss, peerIss) { PathMtu = pathMtu };

    /// <summary>A connection that has sent its SYN.</summary>
    public static TcpScript SynSent(TcpOptions? options = null, uint iss = 1_000, uint peerIss = 5_000)
    {
        var tcp = new TcpScript(options, iss, peerIss);
        tcp.Connection.Connect();
        tcp.Expect("S 0:0(0)");
        return tcp;
    }

    /// <summary>A connection that a listener made for the peer's SYN.</summary>
    public static TcpScript SynReceived(TcpOptions? options = null, uint iss = 1_000, uint peerIss = 5_000, int window = 65_535, ushort? mss = 1_460)
    {
        var tcp = new TcpScript(options, iss, peerIss);
        tcp.Connection.Accept(tcp.Record("<", tcp.Segment("S", 0, 0, window, Payload.Empty, mss, 0)));
        tcp.Expect("S. 0:0(0) ack 1");
        return tcp;
    }

    /// <summary>A connection that this side opened.</summary>
    public static TcpScript Established(TcpOptions? options = null, uint iss = 1_000, uint peerIss = 5_000, int window = 65_535, ushort? mss = 1_460)
    {
        var tcp = SynSent(options, iss, peerIss);
        tcp.Send("S.", seq: 0, ack: 1, win: window, mss: mss);
        tcp.Expect(". 1:1(0) ack 1");
        return tcp;
    }

    /// <summary>A connection brought into a state by packets.</summary>
    public static TcpScript In(TcpState state, uint iss = 1_000, uint peerIss = 5_000, TcpOptions? options = null)
    {
        switch (state)
        {
            case TcpState.Closed: return Closed(options, iss, peerIss);
            case TcpState.SynSent: return SynSent(options, iss, peerIss);
            case TcpState.SynReceived: return SynReceived(options, iss, peerIss);
        }

        var tcp = Established(options, iss, peerIss);
        if (state is TcpState.CloseWait or TcpState.LastAck)
        {
            tcp.Send("F.", seq: 1, ack: 1);
            tcp.Expect(". 1:1(0) ack 2");
        }

        if (state is not (TcpState.Established or TcpState.CloseWait))
        {
            tcp.Shutdown();
            tcp.Expect(state == TcpState.LastAck ? "F. 1:1(0) ack 2" : "F. 1:1(0) ack 1");
        }

        if (state is TcpState.FinWait2 or TcpState.TimeWait)
            tcp.Send(".", seq: 1, ack: 2);
        if (state is TcpState.Closing or TcpState.TimeWait)
        {
            tcp.Send("F.", seq: 1, ack: state == TcpState.Closing ? 1 : 2);
            tcp.Expect(". 2:2(0) ack 2");
        }

        tcp.State.Should().Be(state);
        return tcp;
    }

    public void Connect() => Do("connect", Connection.Connect);

    /// <summary>The application writes so many octets, all zero.</summary>
    public void Write(int length) => Do($"write {length} octets", () => Connection.Write(Payload.Zeros(length)));

    public void Write(string text) => Do($"write \"{text}\"", () => Connection.Write(Payload.FromText(text)));

    /// <summary>The application reads at most so many octets.</summary>
    public byte[] Read(int length = 1_000_000)
    {
        var octets = new byte[length];
        var count = 0;
        Do("read", () => count = Connection.Read(octets));
        return octets[..count];
    }

    public string ReadText() => System.Text.Encoding.UTF8.GetString(Read());

    /// <summary>The application writes octets of which the last is urgent.</summary>
    public void WriteUrgent(string text) => Do($"write urgent \"{text}\"", () => Connection.WriteUrgent(Payload.FromText(text)));

    /// <summary>The application closes its sending side.</summary>
    public void Shutdown() => Do("shutdown(send)", Connection.ShutdownSend);

    /// <summary>The application closes both sides.</summary>
    public void Close() => Do("close", () => Connection.Close());

    public void Abort() => Do("abort", Connection.Abort);

    /// <summary>The peer sends a segment.</summary>
    public void Send(string flags, long seq, long ack = 0, int length = 0, int win = 65_535, string? data = null, ushort? mss = null, int urg = 0,
        string? options = null, EcnField ecn = EcnField.NotCapable)
    {
        ExpectNothing();
        var payload = data is null ? Payload.Zeros(length) : Payload.FromText(data);
        Arrive(Record("<", Segment(flags, seq, ack, win, payload, mss, urg, options), (byte)ecn), (byte)ecn);
    }

    /// <summary>The peer acknowledges, and tells what it has beyond.</summary>
    /// <param name="ack">What is acknowledged.</param>
    /// <param name="blocks">The first number of each block and the number after its last, relative to this side's initial one.</param>
    public void Sack(long ack, params (long Left, long Right)[] blocks) => Sack(ack, null, blocks);

    /// <summary>The same with timestamps, in milliseconds since the start: the peer echoes one of this side's.</summary>
    public void Sack(long ack, Duration? echo, params (long Left, long Right)[] blocks)
    {
        TcpOption[] timestamps = echo is { } time ? [new TimestampsOption((uint)Now.SinceStart.TotalMilliseconds, (uint)time.TotalMilliseconds)] : [];
        TcpOption[] sack = blocks.Length > 0 ? [new SackOption([.. blocks.Select(block => new SackBlock(_iss + (int)block.Left, _iss + (int)block.Right))])] : [];
        Arrive(Record("<", Segment(".", 1, ack, 65_535, Payload.Empty, null, 0) with { Options = [.. timestamps, .. sack] }));
    }

    /// <summary>A connection that this side opened to a peer that acknowledges selectively, after a round trip; segments hold 1,000 octets.</summary>
    public static TcpScript EstablishedWithSack(Duration rtt, TcpOptions? options = null, bool timestamps = false)
    {
        var tcp = SynSent(options ?? new TcpOptions());
        tcp._simulation.RunFor(rtt);
        TcpOption[] option = timestamps ? [new TimestampsOption((uint)rtt.TotalMilliseconds, 0)] : [];
        var segment = tcp.Segment("S.", 0, 1, 65_535, Payload.Empty, (ushort)(timestamps ? 1_012 : 1_000), 0);
        tcp.Connection.OnSegment(tcp.Record("<", segment with { Options = [.. segment.Options, new SackPermittedOption(), .. option] }));
        tcp.Expect(". 1:1(0) ack 1");
        return tcp;
    }

    /// <summary>The peer sends a segment, while others may be under way that no line has expected yet.</summary>
    public void Receive(string flags, long seq, long ack = 1, int win = 65_535, int length = 0, string? options = null) =>
        Arrive(Record("<", Segment(flags, seq, ack, win, Payload.Zeros(length), null, 0, options)));

    /// <summary>The connection sends a segment: at once, or at a time since the start, or after a time, and none before.</summary>
    public void Expect(string expected, Duration? at = null, Duration? after = null)
    {
        var time = at is { } instant ? SimTime.At(instant) : Now + (after ?? Duration.Zero);
        if (time > Now)
            _simulation.RunUntil(time);
        if (!_sent.TryDequeue(out var sent))
            throw Fail($"{expected} at {time}", "nothing");
        expected = expected.Replace(", ", ",", StringComparison.Ordinal);
        var came = Describe(sent.Segment, expected.Contains("win", StringComparison.Ordinal), expected.Contains('<'), expected[0] == '[' ? sent.Ecn : null);
        if (expected.Contains(" urg ", StringComparison.Ordinal))
            came += $" urg {sent.Segment.UrgentPointer}";
        if (came != expected || sent.Time != time)
            throw Fail($"{expected} at {time}", $"{came} at {sent.Time}");
    }

    /// <summary>The connection has sent nothing that was not expected.</summary>
    public void ExpectNothing()
    {
        if (_sent.TryDequeue(out var sent))
            throw Fail("nothing", $"{Describe(sent.Segment)} at {sent.Time}");
    }

    /// <summary>Time passes in which the connection sends nothing.</summary>
    public void ExpectNothingFor(Duration duration)
    {
        ExpectNothing();
        _simulation.RunFor(duration);
        ExpectNothing();
    }

    /// <summary>Time passes; what the connection sends meanwhile is of no interest.</summary>
    /// <returns>The segments.</returns>
    public List<string> Pass(Duration duration)
    {
        _simulation.RunFor(duration);
        return TakeSent();
    }

    /// <summary>What the connection has sent and no line expected yet.</summary>
    public List<string> TakeSent()
    {
        List<string> sent = [.. _sent.Select(item => Describe(item.Segment, withWindow: false))];
        _sent.Clear();
        return sent;
    }

    /// <summary>Runs until only housekeeping is left.</summary>
    public void RunUntilIdle() => _simulation.Run();

    TimeWaitTimer ITcpEnvironment.TimeWait => _timeWait ??= new TimeWaitTimer(_simulation);

    SimTimer ITcpEnvironment.CreateTimer(TcpConnection connection, TcpTimeout timeout) => new(_simulation, timeout, connection);

    Duration ITcpEnvironment.EgressBacklog(TcpConnection connection) => Duration.Zero;

    int ITcpEnvironment.PathMtu(TcpConnection connection) => PathMtu;

    void ITcpEnvironment.LearnPathMtu(IpError error)
    {
    }

    uint ITcpEnvironment.TimestampOffset(TcpConnection connection) => _timestampOffset;

    bool ITcpEnvironment.MayChallenge() => true;

    void ITcpEnvironment.Transmit(TcpConnection connection, TcpSegment segment, byte ecn)
    {
        _lastSent = segment;
        _sent.Enqueue((Record(">", segment, ecn), Now, ecn));
    }

    void ITcpEnvironment.Transmit(TimeWaitConnection connection, TcpSegment segment) =>
        _sent.Enqueue((Record(">", segment, connection.Delivery.Ecn), Now, connection.Delivery.Ecn));

    void ITcpEnvironment.OnStateChanged(TransmissionControlBlock connection) => _exchange.Add($"{Now}   {connection.State.ToRfcName()}");

    void ITcpEnvironment.OnTimeWait(TcpConnection connection, TimeWaitConnection rest) => _rest = rest;

    /// <summary>Tells of the last segment that it did not arrive.</summary>
    public void Tell(DestinationUnreachableCode code, Ipv4Address? reporter = null) =>
        Connection.OnError(IpErrors.About(_lastSent!, Connection.Local, Connection.Remote, code) with { Reporter = reporter });

    /// <summary>A segment comes to whatever there is of the connection.</summary>
    private void Arrive(TcpSegment segment, byte ecn = 0)
    {
        if (_rest is null)
            Connection.OnSegment(segment, ecn);
        else
            _rest.OnSegment(segment);
    }

    private void Do(string what, Action action)
    {
        ExpectNothing();
        _exchange.Add($"{Now}   {what}");
        action();
    }

    private TcpSegment Segment(string flags, long seq, long ack, int win, Payload payload, ushort? mss, int urg, string? options = null) => new()
    {
        SourcePort = Connection.Remote.Port,
        DestinationPort = Connection.Local.Port,
        Sequence = new((uint)(_peerIss.Value + seq)),
        Acknowledgment = flags.Contains('.') ? new((uint)(_iss.Value + ack)) : default,
        Flags = Flags(flags),
        Window = (ushort)win,
        UrgentPointer = (ushort)urg,
        Options = options is not null ? Options(options) : mss is { } size ? [new MaximumSegmentSizeOption(size)] : [],
        Payload = payload,
    };

    private static TcpFlags Flags(string flags) => flags.Aggregate(TcpFlags.None, (all, flag) => all | flag switch
    {
        'F' => TcpFlags.Fin,
        'S' => TcpFlags.Syn,
        'R' => TcpFlags.Rst,
        'P' => TcpFlags.Psh,
        '.' => TcpFlags.Ack,
        'U' => TcpFlags.Urg,
        'E' => TcpFlags.Ece,
        'W' => TcpFlags.Cwr,
        _ => throw new ArgumentOutOfRangeException(nameof(flags)),
    });

    private TcpSegment Record(string direction, TcpSegment segment, byte ecn = 0)
    {
        _exchange.Add($"{Now} {direction} {Describe(segment, ecn: ecn == 0 ? null : ecn)}");
        return segment;
    }

    private string Describe(TcpSegment segment, bool withWindow = true, bool withOptions = true, byte? ecn = null)
    {
        var isOwn = segment.SourcePort == Connection.Local.Port;
        var sequence = segment.Sequence.Value - (isOwn ? _iss : _peerIss).Value;
        var flags = string.Concat("FSRP.UEW".Where((_, bit) => ((int)segment.Flags >> bit & 1) != 0));
        var text = $"{flags} {sequence}:{sequence + (uint)segment.Payload.Length}({segment.Payload.Length})";
        if (segment.Has(TcpFlags.Ack)) text += $" ack {segment.Acknowledgment.Value - (isOwn ? _peerIss : _iss).Value}";
        if (withWindow) text += $" win {segment.Window}";
        if (withOptions && segment.Options.Count > 0) text += $" <{Describe(segment.Options, isOwn)}>";
        return ecn is { } field ? $"[{EcnNames[field]}] {text}" : text;
    }

    private Xunit.Sdk.XunitException Fail(string expected, string came) => new(
        $"Expected: {expected}\nCame:     {came}\nThe exchange so far (> sent by the connection, < by the peer):\n{string.Join('\n', _exchange)}");
}
