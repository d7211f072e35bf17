using BenchmarkDotNet.Attributes;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Benchmarks;

/// <summary>An established connection with timestamps, window scale and SACK, one step of its two directions.</summary>
[MemoryDiagnoser]
public class TcpBenchmarks
{
    private const int SegmentLength = 1_448;
    private const int Segments = 1_000;

    private static readonly Payload Full = Payload.Zeros(SegmentLength);
    private static readonly Duration Interval = 12.Microseconds;

    private readonly byte[] _buffer = new byte[65_536];
    private TcpEnvironment _tcp = null!;
    private SequenceNumber _peerNext;
    private SequenceNumber _acknowledged;

    [GlobalSetup]
    public void SetUp()
    {
        _tcp = new TcpEnvironment(new TcpOptions());
        _tcp.Connection.Connect();
        _peerNext = new SequenceNumber(5_000);
        _acknowledged = _tcp.Last!.Sequence + 1;
        _tcp.Connection.OnSegment(FromPeer(
            TcpFlags.Syn | TcpFlags.Ack, Payload.Empty, new MaximumSegmentSizeOption(1_460), new SackPermittedOption(), new WindowScaleOption(7), Timestamps));
        _peerNext += 1;
        if (_tcp.Connection.State != TcpState.Established)
            throw new InvalidOperationException($"The connection is {_tcp.Connection.State}.");
    }

    /// <summary>A full segment comes and is read; each second one is acknowledged.</summary>
    [Benchmark(OperationsPerInvoke = Segments)]
    public int SegmentInAckOut()
    {
        for (var i = 0; i < Segments; i++)
        {
            _tcp.Pass(Interval);
            _tcp.Connection.OnSegment(FromPeer(TcpFlags.Ack, Full, Timestamps));
            _peerNext += SegmentLength;
            _tcp.Connection.Read(_buffer);
        }

        return _tcp.Sent;
    }

    /// <summary>A full segment goes out, and its acknowledgment comes.</summary>
    [Benchmark(OperationsPerInvoke = Segments)]
    public int SegmentOutAckIn()
    {
        for (var i = 0; i < Segments; i++)
        {
            _tcp.Connection.Write(Full);
            _tcp.Pass(Interval);
            _acknowledged = _tcp.Last!.EndSequence;
            _tcp.Connection.OnSegment(FromPeer(TcpFlags.Ack, Payload.Empty, Timestamps));
        }

        return _tcp.Sent;
    }

    private TimestampsOption Timestamps => new((uint)_tcp.Now.SinceStart.TotalMilliseconds, (uint)_tcp.Now.SinceStart.TotalMilliseconds);

    private TcpSegment FromPeer(TcpFlags flags, Payload payload, params ReadOnlySpan<TcpOption> options) => new()
    {
        SourcePort = 80,
        DestinationPort = 49_152,
        Sequence = _peerNext,
        Acknowledgment = _acknowledged,
        Flags = flags,
        Window = 65_535,
        Options = PduList.Create(options),
        Payload = payload,
    };
}
