using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Icmp;
using NetSim.Stack.Ipv4;
using NetSim.Stack.Udp;
using NetSim.Tracing;

namespace NetSim.Services.Diagnostics;

/// <summary>Sends probes whose TTL grows, one at a time: each router on the way tells that one has ended with it.</summary>
internal sealed class TracerouteRun : IUdpObserver, IEchoObserver, IDisposable
{
    private readonly HostStack _stack;
    private readonly Ipv4Address _destination;
    private readonly TracerouteOptions _options;
    private readonly SimTimer _timeout;
    private readonly Payload _data;
    private readonly ushort _ownNumber; // the UDP port that probes are sent from, or the identifier of echo requests
    private ushort _number;             // the UDP port that the last probe went to, or its sequence number
    private SimTime _sentAt;
    private PendingOperation<TracerouteProbe>? _operation;

    public TracerouteRun(HostStack stack, Ipv4Address destination, TracerouteOptions options)
    {
        options.Validate();
        stack.Simulation.EnsureOnThread();
        _stack = stack;
        _destination = destination;
        _options = options;
        _timeout = new SimTimer(stack.Simulation, () => End(TracerouteProbe.Unanswered));
        _data = TestData(options.DataLength);
        if (IsUdp)
            _ownNumber = stack.Udp.Bind(0, this) ?? throw SocketErrors.Create(SocketError.AddressAlreadyInUse, $"{stack.Name}: no UDP port is free.");
        else
            _ownNumber = stack.Icmp.Open(this);
        _number = (ushort)(IsUdp ? TracerouteOptions.FirstPort - 1 : 0);
    }

    private bool IsUdp => _options.Protocol == TracerouteProtocol.Udp;

    public async Task<IReadOnlyList<TracerouteHop>> RunAsync(CancellationToken cancellationToken)
    {
        var hops = new List<TracerouteHop>();
        for (var timeToLive = _options.FirstHop; timeToLive <= _options.MaxHops; timeToLive++)
        {
            var probes = new TracerouteProbe[_options.ProbesPerHop];
            for (var i = 0; i < probes.Length; i++)
                probes[i] = await ProbeAsync((byte)timeToLive, cancellationToken);
            hops.Add(new TracerouteHop(timeToLive, probes));
            if (probes.Any(probe => probe.IsFinal))
                break;
        }

        return hops;
    }

    public void Dispose()
    {
        if (IsUdp)
            _stack.Udp.Release(_ownNumber);
        else
            _stack.Icmp.Close(_ownNumber);
    }

    bool IUdpObserver.OnDatagram(Ipv4Interface ingress, Ipv4Packet packet, UdpDatagram datagram)
    {
        if (packet.Source == _destination && datagram.SourcePort == _number)
            Answer(packet.Source, null, isFinal: true); // somebody holds the port after all
        return true;
    }

    void IUdpObserver.OnError(IpError error)
    {
        if (error.Packet.Destination == _destination && error.Packet.DestinationPort == _number)
            OnError(error);
    }

    void IEchoObserver.OnEchoReply(Ipv4Packet packet, IcmpMessage reply)
    {
        if (reply.SequenceNumber == _number)
            Answer(packet.Source, null, isFinal: true);
    }

    void IEchoObserver.OnEchoError(IpError error)
    {
        if (error.Packet.EchoSequenceNumber == _number)
            OnError(error);
    }

    private async Task<TracerouteProbe> ProbeAsync(byte timeToLive, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _number++; // a probe's answers name it
        _sentAt = _stack.Simulation.Now;
        _operation = new PendingOperation<TracerouteProbe>(_stack.Simulation, _stack.Name, "traceroute", _destination);
        _timeout.Start(_options.Timeout);
        try
        {
            var status = Send(timeToLive);
            if (status == SendStatus.NoRoute)
                throw SocketErrors.NotSent(status, _stack.Name, _destination);
            if (status == SendStatus.TooLarge)
                Answer(_stack.Ipv4.SelectSource(_destination), $"!F-{_stack.Ipv4.PathMtu(_destination)}", isFinal: true);
            _operation.CancelWith(cancellationToken);
            return await _operation.Task;
        }
        finally
        {
            _timeout.Stop();
        }
    }

    private SendStatus Send(byte timeToLive)
    {
        var options = new Ipv4SendOptions { TimeToLive = timeToLive, DontFragment = _options.DontFragment };
        _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, null, Reason.TracerouteProbes, timeToLive, _destination);
        return IsUdp
            ? _stack.Udp.Send(_ownNumber, _destination, _number, _data, options)
            : _stack.Icmp.SendEcho(_destination, IcmpMessage.EchoRequest(_ownNumber, _number, _data), options);
    }

    private void OnError(IpError error)
    {
        var message = error.Message;
        var isOnTheWay = message.Type == IcmpType.TimeExceeded && message.Code == (byte)TimeExceededCode.InTransit;
        Answer(error.Reporter ?? error.Packet.Source, isOnTheWay ? null : AnnotationOf(message), !isOnTheWay);
    }

    /// <summary>As Linux' traceroute abbreviates them.</summary>
    private static string? AnnotationOf(IcmpMessage error) => (error.Type, (DestinationUnreachableCode)error.Code) switch
    {
        (not IcmpType.DestinationUnreachable, _) => $"!<{(byte)error.Type}-{error.Code}>",
        (_, DestinationUnreachableCode.PortUnreachable) => null, // the destination is reached
        (_, DestinationUnreachableCode.NetUnreachable or DestinationUnreachableCode.DestinationNetworkUnknown
            or DestinationUnreachableCode.SourceHostIsolated or DestinationUnreachableCode.NetworkUnreachableForTypeOfService) => "!N",
        (_, DestinationUnreachableCode.HostUnreachable or DestinationUnreachableCode.DestinationHostUnknown
            or DestinationUnreachableCode.HostUnreachableForTypeOfService) => "!H",
        (_, DestinationUnreachableCode.ProtocolUnreachable) => "!P",
        (_, DestinationUnreachableCode.FragmentationNeeded) => $"!F-{error.NextHopMtu}",
        (_, DestinationUnreachableCode.SourceRouteFailed) => "!S",
        (_, DestinationUnreachableCode.NetworkAdministrativelyProhibited or DestinationUnreachableCode.HostAdministrativelyProhibited
            or DestinationUnreachableCode.CommunicationAdministrativelyProhibited) => "!X",
        (_, DestinationUnreachableCode.HostPrecedenceViolation) => "!V",
        (_, DestinationUnreachableCode.PrecedenceCutoffInEffect) => "!C",
        _ => $"!<{error.Code}>",
    };

    private void Answer(Ipv4Address? from, string? annotation, bool isFinal) =>
        End(new TracerouteProbe(from, _stack.Simulation.Now - _sentAt, annotation, isFinal));

    private void End(TracerouteProbe probe) => _operation?.TryComplete(probe);

    /// <summary>The octets from @ on over and over, as Linux' traceroute sends: visible in a hex dump.</summary>
    private static Payload TestData(int length)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
            octets[i] = (byte)('@' + (i % 64));
        return Payload.Wrap(octets);
    }
}
