using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Links.Impairments;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Links;

/// <summary>A network interface of a device, or a port of a switch: the end of a cable.</summary>
public sealed class NetworkInterface
{
    private readonly Trace? _networkTrace;

    /// <summary>An interface without a cable.</summary>
    /// <param name="simulation">In whose time frames travel.</param>
    /// <param name="device">The name of its device.</param>
    /// <param name="name">Its name on the device, such as <c>FastEthernet0</c>.</param>
    /// <param name="macAddress">Its MAC address.</param>
    /// <param name="networkTrace">The trace of the network, or null for none.</param>
    /// <param name="trace">The device's pen in that trace, or null for none.</param>
    /// <param name="number">Its place among the device's interfaces, from 0.</param>
    internal NetworkInterface(
        Simulation simulation, string device, string name, MacAddress macAddress, Trace? networkTrace, DeviceTrace? trace, int number = 0)
    {
        Number = number;
        MacAddress = macAddress;
        Simulation = simulation;
        Port = new TracePort(device, name, macAddress);
        _networkTrace = networkTrace;
        Trace = trace;
        networkTrace?.AddPort(Port);
    }

    /// <summary>The name on the device, such as <c>FastEthernet0</c>.</summary>
    public string Name => Port.Name;

    /// <summary>The name of the device.</summary>
    public string Device => Port.Device;

    /// <summary>The interface as traces and captures know it.</summary>
    public TracePort Port { get; }

    /// <summary>The cable's two ends and properties, or null where none is plugged in.</summary>
    public Link? Link { get; private set; }

    internal Simulation Simulation { get; }

    // What each frame asks for comes from here on, as it is then together in memory.

    private Channel? _outbound; // where frames go; null without a cable

    internal DeviceTrace? Trace { get; }

    private FrameReceiver? _ownReceiver; // Receiver, if it is one that may be given frames in transit

    /// <summary>What the network layer above knows it as, so that it need not be looked for at each frame.</summary>
    internal object? NetworkLayer { get; set; }

    /// <summary>Who takes the frames that arrive; frames without a receiver are dropped by nobody's decision, so set it when the device is made.</summary>
    public IFrameReceiver? Receiver
    {
        get;
        set
        {
            field = value;
            _ownReceiver = value as FrameReceiver;
        }
    }

    /// <summary>The MAC address.</summary>
    public MacAddress MacAddress { get; }

    private InterfaceCounters _counters;

    /// <summary>Frames and octets that passed so far.</summary>
    public ref readonly InterfaceCounters Counters => ref _counters;

    /// <summary>The largest packet that a frame of its link holds: that of Ethernet where no cable is plugged in.</summary>
    public int Mtu { get; private set; } = EthernetFrame.MaxPayloadLength;

    /// <summary><see cref="Counters"/>, for who counts.</summary>
    internal ref InterfaceCounters Counting => ref _counters;

    /// <summary>Its place among the device's interfaces, from 0: where tables of interfaces look first.</summary>
    internal int Number { get; }

    /// <summary>Whether the network is traced, and what it sends with it.</summary>
    internal bool IsTraced => _networkTrace is not null;

    /// <summary>Sends a frame: at once, or after those that wait.</summary>
    public void Send(EthernetFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Simulation.EnsureOnThread();
        Transmit(frame);
    }

    /// <summary>The same for a caller that is known to be on the simulation's thread.</summary>
    internal void Transmit(EthernetFrame frame)
    {
        Trace?.Resume(frame);
        if (_outbound is null)
            DropOutbound(frame, DropReason.NoCable);
        else
            _outbound.Send(frame, null);
    }

    /// <summary>Sends one of the copies of a flood; none without a cable.</summary>
    internal void Transmit(EthernetFrame frame, Flood flood)
    {
        if (_outbound is null)
            return;
        Trace?.Resume(frame);
        _outbound.Send(frame, flood);
    }

    /// <summary>Such as <c>Client FastEthernet0</c>.</summary>
    public override string ToString() => Port.ToString();

    /// <summary>How long a frame would wait until the transmitter is free.</summary>
    internal Duration Backlog => _outbound is { } outbound && outbound.FreeAt > Simulation.Now ? outbound.FreeAt - Simulation.Now : Duration.Zero;

    internal void Attach(Link link, Channel outbound)
    {
        Link = link;
        Mtu = link.Options.Mtu;
        _outbound = outbound;
        Trace?.State(StateTable.Cables, Name, link.PeerOf(this).Port);
        Receiver?.OnLinkChanged(this);
    }

    internal void Detach()
    {
        Link = null;
        Mtu = EthernetFrame.MaxPayloadLength;
        _outbound = null;
        Trace?.State(StateTable.Cables, Name, null);
        Receiver?.OnLinkChanged(this);
    }

    internal FrameTransmission? TraceTransmission(NetworkInterface to, EthernetFrame frame, SimTime start, SimTime arrival, PduEvent? cause, bool isCopy = false) =>
        _networkTrace?.AddTransmission(Port, to.Port, frame, start, arrival, cause, isCopy);

    internal void DropOutbound(EthernetFrame frame, DropReason reason)
    {
        _counters.OutboundDrops++;
        Trace?.Out(Layer.Physical, PduAction.Drop, frame, reason, Name);
    }

    /// <summary>A frame arrives whose FCS does not match: a NIC drops it (IEEE 802.3-2022 §3.2.9).</summary>
    internal void RefuseDamaged(EthernetFrame frame, NetworkInterface from)
    {
        _counters.InboundErrors++;
        Trace?.Receive(frame, from.Device);
        Trace?.In(Layer.Physical, PduAction.Drop, frame, DropReason.WrongFcs, Name);
        Trace?.Received();
    }

    /// <summary>A frame arrives as it was sent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Receive(EthernetFrame frame, NetworkInterface from)
    {
        if (Trace is not null)
        {
            ReceiveTraced(frame, from);
            return;
        }

        _counters.InboundFrames++;
        _counters.InboundOctets += frame.WireLength;
        if (_ownReceiver is { } receiver)
            receiver.OnFrame(this, frame);
        else
            Receiver?.OnFrame(this, frame.EndTransit());
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that the others need no room for it on the stack
    private void ReceiveTraced(EthernetFrame frame, NetworkInterface from) => Receive(frame, from, default);

    /// <summary>A frame arrives, and what happened to it on the way is told.</summary>
    internal void Receive(EthernetFrame frame, NetworkInterface from, in Reception reception)
    {
        if (Trace is null)
        {
            Receive(frame, from);
            return;
        }

        _counters.InboundFrames++;
        _counters.InboundOctets += frame.WireLength;
        Trace.Receive(frame.EndTransit(), from.Device);
        Trace.In(Layer.Physical, PduAction.Accept, frame, Reason.PortReceives, Name);
        reception.Write(Trace, frame, Name);
        try
        {
            Receiver?.OnFrame(this, frame);
        }
        finally
        {
            Trace.Received();
        }
    }
}
