using System.Net.NetworkInformation;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Icmp;
using NetSim.Stack.Ipv4;

namespace NetSim.Sockets;

/// <summary>Echo requests of one identifier, one after the other, and the wait for each reply.</summary>
internal sealed class Ping : IEchoObserver, IDisposable
{
    private readonly HostStack _stack;
    private readonly Ipv4Address _destination;
    private readonly PingOptions _options;
    private readonly SimTimer _timeout;
    private readonly ushort _identifier;
    private ushort _sequenceNumber; // of the last request
    private SimTime _sentAt;
    private PendingOperation<PingReply>? _operation;

    public Ping(HostStack stack, Ipv4Address destination, PingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.DataLength, nameof(PingOptions.DataLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.DataLength, 65_507, nameof(PingOptions.DataLength));
        // RFC 1122 §3.2.1.7: no packet is sent with a TTL of zero.
        ArgumentOutOfRangeException.ThrowIfZero(options.TimeToLive, nameof(PingOptions.TimeToLive));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Timeout, Duration.Zero, nameof(PingOptions.Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(PingOptions.Count));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, Duration.Zero, nameof(PingOptions.Interval));
        stack.Simulation.EnsureOnThread();
        _stack = stack;
        _destination = destination;
        _options = options;
        _timeout = new SimTimer(stack.Simulation, () => End(NoReply(IPStatus.TimedOut)));
        _identifier = stack.Icmp.Open(this);
    }

    /// <summary>Sends one echo request.</summary>
    public static async Task<PingReply> SendAsync(HostStack stack, Ipv4Address destination, PingOptions options, CancellationToken cancellationToken)
    {
        using var ping = new Ping(stack, destination, options);
        return await ping.SendAsync(options.SequenceNumber, cancellationToken);
    }

    /// <summary>Sends an echo request, after the one before has ended.</summary>
    public async Task<PingReply> SendAsync(ushort sequenceNumber, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _sequenceNumber = sequenceNumber;
        _sentAt = _stack.Simulation.Now;
        _operation = new PendingOperation<PingReply>(_stack.Simulation, _stack.Name, "ping", _destination);
        try
        {
            Send();
            _operation.CancelWith(cancellationToken);
            return await _operation.Task;
        }
        finally
        {
            _timeout.Stop();
        }
    }

    public void Dispose() => _stack.Icmp.Close(_identifier);

    void IEchoObserver.OnEchoReply(Ipv4Packet packet, IcmpMessage reply)
    {
        if (reply.SequenceNumber == _sequenceNumber)
            End(new PingReply(IPStatus.Success, packet.Source, _stack.Simulation.Now - _sentAt, packet.TimeToLive, reply.Data.Length));
    }

    void IEchoObserver.OnEchoError(IpError error)
    {
        if (error.Packet.EchoSequenceNumber == _sequenceNumber)
            End(new PingReply(StatusOf(error.Message), error.Reporter ?? error.Packet.Source, _stack.Simulation.Now - _sentAt, 0, 0));
    }

    private void Send()
    {
        _timeout.Start(_options.Timeout);
        var request = IcmpMessage.EchoRequest(_identifier, _sequenceNumber, TestData(_options.DataLength));
        switch (_stack.Icmp.SendEcho(_destination, request, new Ipv4SendOptions { TimeToLive = _options.TimeToLive, DontFragment = _options.DontFragment }))
        {
            case SendStatus.NoRoute:
                End(NoReply(IPStatus.DestinationNetworkUnreachable) with { IsSent = false });
                break;
            case SendStatus.TooLarge:
                End(NoReply(IPStatus.PacketTooBig) with { IsSent = false });
                break;
        }
    }

    private static IPStatus StatusOf(IcmpMessage error) => (error.Type, (DestinationUnreachableCode)error.Code) switch
    {
        (IcmpType.TimeExceeded, _) => error.Code == (byte)TimeExceededCode.InTransit ? IPStatus.TtlExpired : IPStatus.TtlReassemblyTimeExceeded,
        (IcmpType.ParameterProblem, _) => IPStatus.ParameterProblem,
        (IcmpType.SourceQuench, _) => IPStatus.SourceQuench,
        (_, DestinationUnreachableCode.NetUnreachable or DestinationUnreachableCode.DestinationNetworkUnknown) => IPStatus.DestinationNetworkUnreachable,
        (_, DestinationUnreachableCode.ProtocolUnreachable) => IPStatus.DestinationProtocolUnreachable,
        (_, DestinationUnreachableCode.PortUnreachable) => IPStatus.DestinationPortUnreachable,
        (_, DestinationUnreachableCode.FragmentationNeeded) => IPStatus.PacketTooBig,
        (_, DestinationUnreachableCode.SourceRouteFailed) => IPStatus.BadRoute,
        (_, DestinationUnreachableCode.NetworkAdministrativelyProhibited or DestinationUnreachableCode.HostAdministrativelyProhibited
            or DestinationUnreachableCode.CommunicationAdministrativelyProhibited) => IPStatus.DestinationProhibited,
        _ => IPStatus.DestinationHostUnreachable,
    };

    private PingReply NoReply(IPStatus status) => new(status, _destination, Duration.Zero, 0, 0);

    private void End(PingReply reply) => _operation?.TryComplete(reply);

    /// <summary>The alphabet over and over, as Windows' ping sends: visible in a hex dump.</summary>
    private static Payload TestData(int length)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
            octets[i] = (byte)('a' + (i % 23));
        return Payload.Wrap(octets);
    }
}
