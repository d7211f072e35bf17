using System.Net.NetworkInformation;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Stack;
using NetSim.Stack.Icmp;
using NetSim.Stack.Ipv4;

namespace NetSim.Sockets;

/// <summary>One echo request, and the wait for its reply.</summary>
internal sealed class Ping : IEchoObserver
{
    private readonly HostStack _stack;
    private readonly Ipv4Address _destination;
    private readonly PingOptions _options;
    private readonly SimTime _sentAt;
    private readonly SimTimer _timeout;
    private readonly ushort _identifier;
    private readonly PendingOperation<PingReply> _operation;

    private Ping(HostStack stack, Ipv4Address destination, PingOptions options)
    {
        _stack = stack;
        _destination = destination;
        _options = options;
        _sentAt = stack.Simulation.Now;
        _timeout = new SimTimer(stack.Simulation, () => End(Failed(IPStatus.TimedOut)));
        _identifier = stack.Icmp.Open(this);
        _operation = new PendingOperation<PingReply>(stack.Simulation, stack.Name, "ping", destination);
    }

    public static async Task<PingReply> SendAsync(HostStack stack, Ipv4Address destination, PingOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.DataLength, nameof(PingOptions.DataLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.DataLength, 65_507, nameof(PingOptions.DataLength));
        // RFC 1122 §3.2.1.7: no packet is sent with a TTL of zero.
        ArgumentOutOfRangeException.ThrowIfZero(options.TimeToLive, nameof(PingOptions.TimeToLive));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Timeout, Duration.Zero, nameof(PingOptions.Timeout));
        cancellationToken.ThrowIfCancellationRequested();
        stack.Simulation.EnsureOnThread();
        var ping = new Ping(stack, destination, options);
        try
        {
            ping.Send();
            ping._operation.CancelWith(cancellationToken);
            return await ping._operation.Task;
        }
        finally
        {
            ping._timeout.Stop();
            stack.Icmp.Close(ping._identifier);
        }
    }

    void IEchoObserver.OnEchoReply(Ipv4Packet packet, IcmpMessage reply)
    {
        if (reply.SequenceNumber == _options.SequenceNumber)
            End(new PingReply(IPStatus.Success, packet.Source, _stack.Simulation.Now - _sentAt, packet.TimeToLive, reply.Data.Length));
    }

    void IEchoObserver.OnEchoError(IpError error)
    {
        if (error.Packet.EchoSequenceNumber == _options.SequenceNumber)
            End(new PingReply(StatusOf(error.Message), error.Reporter ?? _destination, _stack.Simulation.Now - _sentAt, 0, 0));
    }

    private void Send()
    {
        _timeout.Start(_options.Timeout);
        var request = IcmpMessage.EchoRequest(_identifier, _options.SequenceNumber, TestData(_options.DataLength));
        switch (_stack.Icmp.SendEcho(_destination, request, new Ipv4SendOptions { TimeToLive = _options.TimeToLive, DontFragment = _options.DontFragment }))
        {
            case SendStatus.NoRoute:
                End(Failed(IPStatus.DestinationNetworkUnreachable));
                break;
            case SendStatus.TooLarge:
                End(Failed(IPStatus.PacketTooBig));
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

    private PingReply Failed(IPStatus status) => new(status, _destination, Duration.Zero, 0, 0);

    private void End(PingReply reply) => _operation.TryComplete(reply);

    /// <summary>The alphabet over and over, as Windows' ping sends: visible in a hex dump.</summary>
    private static Payload TestData(int length)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
            octets[i] = (byte)('a' + (i % 23));
        return Payload.Wrap(octets);
    }
}
