using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Tcp;
using NetSim.Tracing;

namespace NetSim.Benchmarks;

/// <summary>A connection without a network: what it sends is counted, and the last of it kept.</summary>
internal sealed class TcpEnvironment : ITcpEnvironment
{
    private readonly Simulation _simulation = new();

    public TcpEnvironment(TcpOptions options)
    {
        var (local, remote) = (new Ipv4EndPoint(Ipv4Address.Parse("192.0.2.1"), 49_152), new Ipv4EndPoint(Ipv4Address.Parse("192.0.2.2"), 80));
        Connection = new TcpConnection(this, local, remote, new SequenceNumber(1_000), options, new TcpSettings(options));
    }

    public TcpConnection Connection { get; }

    /// <summary>How many segments were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>The last segment that was sent.</summary>
    public TcpSegment? Last { get; private set; }

    public SimTime Now => _simulation.Now;

    public DeviceTrace? Trace => null;

    public TimeWaitTimer TimeWait => field ??= new TimeWaitTimer(_simulation);

    /// <summary>Time passes.</summary>
    public void Pass(Duration duration) => _simulation.RunFor(duration);

    public SimTimer CreateTimer(TcpConnection connection, TcpTimeout timeout) => new(_simulation, timeout, connection);

    public int PathMtu(TcpConnection connection) => 1_500;

    public void LearnPathMtu(IpError error)
    {
    }

    public uint TimestampOffset(TcpConnection connection) => 0;

    public void Transmit(TcpConnection connection, TcpSegment segment, byte ecn)
    {
        Sent++;
        Last = segment;
    }

    public Duration EgressBacklog(TcpConnection connection) => Duration.Zero;

    public bool MayChallenge() => true;

    public void Transmit(TimeWaitConnection connection, TcpSegment segment) => Transmit(Connection, segment, connection.Delivery.Ecn);

    public void OnStateChanged(TransmissionControlBlock connection)
    {
    }

    public void OnTimeWait(TcpConnection connection, TimeWaitConnection rest)
    {
    }
}
