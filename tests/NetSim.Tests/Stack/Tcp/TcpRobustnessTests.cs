using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Tracing;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>Whatever a peer sends: no exception, bounded memory, few answers, and peace in the end.</summary>
public class TcpRobustnessTests
{
    private const int SegmentsPerConnection = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_quarter_of_a_million_random_segments_in_every_state_do_no_harm(int part)
    {
        var random = new RandomStream((ulong)part, "segments");
        var segments = new int[Enum.GetValues<TcpState>().Length]; // in each state
        while (segments.Sum() < 250_000)
            new Victim(random, segments).Suffer();
        segments.Skip((int)TcpState.SynSent).Should().OnlyContain(count => count > 1_000);
    }

    private sealed class Victim : ITcpEnvironment, ITcpObserver
    {
        private static readonly TcpOptions[] s_profiles = [TcpProfile.Rfc, TcpProfile.Linux, TcpProfile.FreeBsd, TcpProfile.Windows];
        private static readonly TcpCongestionControl[] s_algorithms =
            [TcpCongestionControl.NewReno, TcpCongestionControl.Cubic, TcpCongestionControl.Vegas, TcpCongestionControl.Dctcp, TcpCongestionControl.Bbr];

        private readonly Simulation _simulation = new(new SimulationOptions { EventBudget = 100_000 });
        private readonly RandomStream _random;
        private readonly int[] _segments;
        private readonly TcpOptions _options;
        private readonly TcpConnection _connection;
        private readonly byte[] _buffer = new byte[4_096];
        private TimeWaitConnection? _rest;
        private SequenceNumber _next;        // the number that the connection expects, as it last said
        private SequenceNumber _greatest;    // the greatest number that it has sent
        private SequenceNumber _acknowledged;
        private uint _clock;                 // of the peer's timestamps
        private uint _timestamp;             // the last one of the connection
        private int _window;
        private int _answers;
        private int _octets;

        public Victim(RandomStream random, int[] segments)
        {
            _random = random;
            _segments = segments;
            var buffer = 1 + random.NextInt32(random.NextInt32(2) == 0 ? 70_000 : 3_000);
            _options = s_profiles[random.NextInt32(s_profiles.Length)] with
            {
                ReceiveBufferSize = buffer,
                MaxReceiveBufferSize = buffer,
                CongestionControl = s_algorithms[random.NextInt32(s_algorithms.Length)],
                Ecn = (EcnMode)random.NextInt32(3),
                Pacing = random.NextInt32(4) == 0,
                UserTimeoutOption = random.NextInt32(2) == 0,
            };
            var iss = new SequenceNumber(random.NextUInt32());
            _connection = new TcpConnection(
                this, Ipv4EndPoint.Parse("192.0.2.1:49152"), Ipv4EndPoint.Parse("192.0.2.2:80"), iss, _options, new TcpSettings(_options)) { Observer = this };
            _greatest = _acknowledged = iss;
            _next = new SequenceNumber(random.NextUInt32());
        }

        public SimTime Now => _simulation.Now;

        public DeviceTrace? Trace => null;

        public void Suffer()
        {
            Begin();
            for (var i = 0; i < SegmentsPerConnection && _connection.StateToTell != TcpState.Closed; i++)
            {
                Use();
                if (_connection.StateToTell == TcpState.Closed)
                    break;
                _segments[(int)_connection.State]++;
                _answers = 0;
                var sentBefore = _octets;
                if (_rest is null)
                    _connection.OnSegment(Next(), (byte)_random.NextInt32(4));
                else
                    _rest.OnSegment(Next());
                Check(sentBefore);
                if (_random.NextInt32(3) == 0)
                    _simulation.RunFor(_random.NextDuration(Duration.Zero, _random.NextInt32(4) == 0 ? 20.Seconds : 300.Milliseconds));
            }

            _simulation.Run();
            _simulation.IsIdle.Should().BeTrue();
        }

        public TimeWaitTimer TimeWait => field ??= new TimeWaitTimer(_simulation);

        public SimTimer CreateTimer(TcpConnection connection, TcpTimeout timeout) => new(_simulation, timeout, connection);

        public Duration EgressBacklog(TcpConnection connection) => Duration.Zero;

        public int PathMtu(TcpConnection connection) => 1_500;

        public void LearnPathMtu(IpError error)
        {
        }

        public uint TimestampOffset(TcpConnection connection) => 0;

        public bool MayChallenge() => true;

        public void Transmit(TcpConnection connection, TcpSegment segment, byte ecn)
        {
            _answers++;
            _octets += segment.Payload.Length;
            _greatest = SequenceNumber.Max(_greatest, segment.EndSequence);
            if (segment.Has(TcpFlags.Ack))
                _next = segment.Acknowledgment;
            _timestamp = segment.FindOption<TimestampsOption>()?.Value ?? _timestamp;
            _window = segment.Window;
        }

        public void Transmit(TimeWaitConnection connection, TcpSegment segment) => Transmit(_connection, segment, 0);

        public void OnStateChanged(TransmissionControlBlock connection)
        {
        }

        public void OnTimeWait(TcpConnection connection, TimeWaitConnection rest) => _rest = rest;

        public void OnChanged(TcpConnection connection)
        {
            if (_random.NextInt32(2) == 0)
                connection.Read(_buffer);
        }

        private void Begin()
        {
            if (_random.NextInt32(2) == 0)
                _connection.Connect();
            else
                _connection.Accept(Segment(TcpFlags.Syn, _next, default, 0));
            if (_random.NextInt32(8) == 0)
                return;
            var syn = _connection.State == TcpState.SynSent ? TcpFlags.Syn : 0;
            _connection.OnSegment(Segment(TcpFlags.Ack | syn, _next, _greatest, 0));
        }

        private void Check(int octetsBefore)
        {
            var info = _connection.Info();
            var unit = 1 << info.ReceiveWindowScale; // the last unit of a window is offered as a whole (RFC 7323 §2.4)
            (_connection.Available + _connection.OutOfOrder).Should().BeLessThanOrEqualTo(Math.Max(_options.ReceiveBufferSize, _connection.Settings.ReceiveBufferSize) + unit);
            _connection.Unacknowledged.Should().BeLessThanOrEqualTo(_options.MaxSendBufferSize);
            var view = _connection.SequenceView;
            ((long)info.OctetsInFlight).Should().BeInRange(0, 2 * (view.Nxt - view.Una)); // each octet, and its copy
            info.SackedSegments.Should().BeInRange(0, Math.Max(info.UnacknowledgedSegments, 0));
            info.LostSegments.Should().BeInRange(0, info.UnacknowledgedSegments);
            info.CongestionWindow.Should().BePositive();
            info.Rto.Should().BeLessThanOrEqualTo(_options.MaxRto);
            if (_octets == octetsBefore)
                _answers.Should().BeLessThanOrEqualTo(2);
        }

        /// <summary>What an application does, at random.</summary>
        private void Use()
        {
            switch (_random.NextInt32(12))
            {
                case < 3 when _connection.CanWrite:
                    _connection.Write(Payload.Zeros(Math.Min(_connection.WriteRoom, _random.NextInt32(5_000))));
                    break;
                case 4:
                    _connection.Read(_buffer.AsSpan(0, _random.NextInt32(_buffer.Length)));
                    break;
                case 5 when _random.NextInt32(6) == 0:
                    _connection.ShutdownSend();
                    break;
                case 6 when _random.NextInt32(12) == 0:
                    _connection.Close(_random.NextInt32(2) == 0);
                    break;
                case 7:
                    _connection.OnError(IpErrors.About(
                        Next(), _connection.Local, _connection.Remote, (DestinationUnreachableCode)_random.NextInt32(16), _random.NextInt32(1_500)));
                    break;
            }
        }

        private TcpSegment Next()
        {
            var flags = _random.NextInt32(3) switch
            {
                0 => (TcpFlags)_random.NextInt32(256),
                1 => TcpFlags.Ack | (_random.NextInt32(10) == 0 ? TcpFlags.Fin : 0),
                _ => TcpFlags.Ack | TcpFlags.Psh,
            };
            if (_random.NextInt32(5) != 0)
                flags &= ~TcpFlags.Rst; // else few connections would live long
            var length = _random.NextInt32(3) switch { 0 => 0, 1 => _random.NextInt32(1_461), _ => _random.NextInt32(5) };
            return Segment(flags, Near(_next, _window), _random.NextInt32(3) == 0 ? Near(_greatest, 65_535) : Within(), length);
        }

        /// <summary>An acknowledgment of some of what was sent.</summary>
        private SequenceNumber Within() =>
            _acknowledged += _random.NextInt32(Math.Max(1, _greatest - _acknowledged + 1));

        private SequenceNumber Near(SequenceNumber number, int window) => _random.NextInt32(8) switch
        {
            0 => number - 1,
            1 => number + 1,
            2 => number + window + _random.NextInt32(3) - 1,
            3 => number + _random.NextInt32(window + 1),
            4 when _random.NextInt32(8) == 0 => new SequenceNumber(_random.NextUInt32()),
            5 => number - _random.NextInt32(3_000),
            _ => number,
        };

        private TcpSegment Segment(TcpFlags flags, SequenceNumber sequence, SequenceNumber acknowledgment, int length) => new()
        {
            SourcePort = 80,
            DestinationPort = 49152,
            Sequence = sequence,
            Acknowledgment = acknowledgment,
            Flags = flags,
            Window = _random.NextInt32(4) switch { 0 => 0, 1 => (ushort)_random.NextInt32(2_000), _ => _random.NextUInt16() },
            UrgentPointer = _random.NextUInt16(),
            Options = Options((flags & TcpFlags.Syn) != 0),
            Payload = Payload.Zeros(length),
        };

        private PduList<TcpOption> Options(bool isSyn)
        {
            List<TcpOption> options = [];
            if (_random.NextInt32(isSyn ? 2 : 20) == 0)
                options.Add(new MaximumSegmentSizeOption((ushort)_random.NextInt32(2_000)));
            if (_random.NextInt32(isSyn ? 2 : 20) == 0)
                options.Add(new WindowScaleOption((byte)_random.NextInt32(20)));
            if (_random.NextInt32(isSyn ? 2 : 20) == 0)
                options.Add(new SackPermittedOption());
            if (_random.NextInt32(8) == 0)
                options.Add(new UserTimeoutOption(_random.NextInt32(2) == 0, (ushort)_random.NextInt32(300)));
            if (_random.NextInt32(12) == 0)
                options.Add(new UnknownOption((byte)(70 + _random.NextInt32(100)), Payload.Zeros(_random.NextInt32(6))));
            if (_random.NextInt32(5) != 0)
                options.Add(Timestamps());
            if (!isSyn && _random.NextInt32(2) == 0)
                options.Add(new SackOption([.. Enumerable.Range(0, 1 + _random.NextInt32(3)).Select(_ => Block())]));
            while (TcpOptionList.WireLength([.. options]) > TcpSegment.MaxOptionsLength)
                options.RemoveAt(0);
            return [.. options];
        }

        private TimestampsOption Timestamps()
        {
            _clock += (uint)_random.NextInt32(20);
            return new TimestampsOption(
                _random.NextInt32(20) switch { 0 => _random.NextUInt32(), 1 => _clock - 10, _ => _clock },
                _random.NextInt32(10) switch { 0 => _random.NextUInt32(), 1 => 0, < 5 => _timestamp - (uint)_random.NextInt32(500), _ => _timestamp });
        }

        private SackBlock Block()
        {
            var left = _random.NextInt32(8) == 0 ? Near(_greatest, 3_000) : _acknowledged + _random.NextInt32(Math.Max(1, _greatest - _acknowledged + 1));
            var length = _random.NextInt32(3) switch { 0 => 1_460, 1 => _random.NextInt32(20), _ => _random.NextInt32(5_000) };
            return _random.NextInt32(16) == 0 ? new SackBlock(left, Near(left, 100)) : new SackBlock(left, left + Math.Min(length, Math.Max(1, _greatest - left)));
        }
    }
}
