using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Tracing;

namespace NetSim.Switching;

/// <summary>The relay between a switch's ports: learns where stations are, and forwards or floods (IEEE 802.1Q-2022 §8.6 to §8.8).</summary>
internal sealed class MacRelay : FrameReceiver
{
    private readonly Simulation _simulation;
    private readonly List<NetworkInterface> _ports = [];
    private readonly Stack<Flood> _idleFloods = new();
    private readonly DeviceTrace? _trace;

    /// <param name="simulation">In whose time entries age.</param>
    /// <param name="options">How the table is kept.</param>
    /// <param name="trace">The switch's pen, or null for none.</param>
    public MacRelay(Simulation simulation, MacRelayOptions options, DeviceTrace? trace)
    {
        _simulation = simulation;
        _trace = trace;
        Table = new MacTable(simulation, options, trace);
    }

    public MacTable Table { get; }

    public void Attach(NetworkInterface port)
    {
        _ports.Add(port);
        port.Receiver = this;
    }

    public override void OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        if (frame.Source.IsGroup)
        {
            DropGroupSource(frame);
            return;
        }

        Learn(frame, ingress);
        var egress = frame.Destination.IsGroup ? null : Table.Find(frame.Destination);
        if (egress is null)
            FloodUnlessReserved(frame, ingress);
        else if (egress == ingress)
            DropOnSamePort(frame, ingress);
        else
            Forward(frame, egress);
    }

    public override void OnLinkChanged(NetworkInterface networkInterface)
    {
        if (networkInterface.Link is null)
            Table.Forget(networkInterface);
    }

    private void Learn(EthernetFrame frame, NetworkInterface ingress)
    {
        var result = Table.Learn(frame.Source, ingress);
        if (_trace is not null)
            TraceLearning(_trace, frame, ingress, result);
    }

    private void Forward(EthernetFrame frame, NetworkInterface egress)
    {
        if (_trace is not null)
            TraceForwarding(_trace, frame, egress);
        egress.Transmit(frame);
    }

    private void FloodUnlessReserved(EthernetFrame frame, NetworkInterface ingress)
    {
        if (IsReserved(frame.Destination))
            Drop(frame, DropReason.ReservedDestination, frame.Destination);
        else
            Flood(frame, ingress);
    }

    private void Flood(EthernetFrame frame, NetworkInterface ingress)
    {
        if (_trace is not null)
            ExplainFlood(_trace, frame, ingress);
        frame.EndTransit();
        var flood = Links.Flood.Begin(_simulation, _idleFloods);
        foreach (var port in CollectionsMarshal.AsSpan(_ports))
        {
            if (port != ingress)
                port.Transmit(frame, flood);
        }

        flood.End();
    }

    // What few frames meet is apart, so that the others need not save registers for it.

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TraceLearning(DeviceTrace trace, EthernetFrame frame, NetworkInterface ingress, LearnResult result) =>
        trace.In(Layer.DataLink, PduAction.Accept, frame, ReasonOf(result), frame.Source, ingress.Name);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TraceForwarding(DeviceTrace trace, EthernetFrame frame, NetworkInterface egress)
    {
        trace.In(Layer.DataLink, PduAction.Accept, frame, Reason.SwitchKnowsDestination, frame.Destination, egress.Name);
        trace.Out(Layer.DataLink, PduAction.Transfer, frame, Reason.SwitchForwards, egress.Name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DropGroupSource(EthernetFrame frame) => Drop(frame, DropReason.GroupSource, frame.Source);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DropOnSamePort(EthernetFrame frame, NetworkInterface ingress) => Drop(frame, DropReason.SamePort, frame.Destination, ingress.Name);

    private void ExplainFlood(DeviceTrace trace, EthernetFrame frame, NetworkInterface ingress)
    {
        var egress = _ports.Where(port => port != ingress && port.Link is not null).Select(port => port.Name).ToList();
        trace.In(Layer.DataLink, PduAction.Accept, frame, WhyFlood(frame.Destination), frame.Destination);
        if (egress.Count == 0)
            Drop(frame, DropReason.NoOtherPort);
        else
            trace.Out(Layer.DataLink, PduAction.Transfer, frame, Reason.SwitchFloods, egress.Count, string.Join(", ", egress));
    }

    private void Drop(EthernetFrame frame, DropReason reason, params object?[] arguments) =>
        _trace?.In(Layer.DataLink, PduAction.Drop, frame, reason, arguments);

    private static Reason WhyFlood(MacAddress destination)
    {
        if (destination.IsBroadcast)
            return Reason.SwitchSeesBroadcast;
        return destination.IsGroup ? Reason.SwitchSeesMulticast : Reason.SwitchMissesDestination;
    }

    private static Reason ReasonOf(LearnResult result) => result switch
    {
        LearnResult.Learned => Reason.SwitchLearns,
        LearnResult.Refreshed => Reason.SwitchRefreshes,
        LearnResult.Moved => Reason.SwitchMoves,
        _ => Reason.SwitchTableFull,
    };

    /// <summary>01-80-C2-00-00-00 to -0F stay on their link (IEEE 802.1Q-2022 §8.6.3, Table 8-1).</summary>
    private static bool IsReserved(MacAddress destination) => (destination.Value & ~0xFUL) == 0x0180_C200_0000;
}
