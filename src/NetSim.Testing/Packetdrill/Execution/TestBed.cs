using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Arp;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Arp;
using NetSim.Stack.Ipv4;
using NetSim.Topology;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>A packet that the stack under test has sent.</summary>
/// <param name="Time">When, since the start of the script.</param>
/// <param name="Packet">The packet.</param>
internal sealed record SentPacket(Duration Time, Ipv4Packet Packet);

/// <summary>A host, and in place of its network the script: what the host sends is kept, and packets are put into its interface.</summary>
/// <remarks>The cable takes no time, and the gateway's MAC address is known from the start, so that nothing but the script's packets appears.</remarks>
internal sealed class TestBed : IFrameReceiver
{
    private static readonly Duration Forever = new(long.MaxValue / 4);
    private static readonly DataRate NoTime = new(1_000_000_000_000_000);

    private readonly Host _host;
    private readonly NetworkInterface _hostInterface;
    private readonly NetworkInterface _scriptInterface;
    private readonly SimTime _start;

    public TestBed(StackSettings settings, ScriptAddresses addresses, ulong seed, long eventBudget)
    {
        var network = new Network(new NetworkOptions
        {
            Seed = seed,
            Tracing = false,
            EventBudget = eventBudget,
            Stack = new HostStackOptions
            {
                Arp = new ArpOptions { CacheTimeout = Forever },
                Ipv4 = new Ipv4ProtocolOptions { TimeToLive = settings.TimeToLive },
                Tcp = settings.TcpOnLink(),
            },
        });
        Simulation = network.Simulation;
        _host = network.AddHost("Stack", $"{addresses.Local}/{addresses.PrefixLength}", addresses.Gateway.ToString());
        var script = network.AddHost("Script", $"{addresses.Gateway}/{addresses.PrefixLength}");
        network.Connect(_host, script, new LinkOptions { DataRate = NoTime, PropagationDelay = Duration.Zero, QueueLimit = 1_000_000, Mtu = settings.Mtu });
        _hostInterface = _host.Interfaces[0];
        _scriptInterface = script.Interfaces[0];
        _scriptInterface.Receiver = this;
        TellGateway(addresses);
        Simulation.RunFor(1.Seconds);
        _start = Simulation.Now;
    }

    public Simulation Simulation { get; }

    /// <summary>The stack's sockets.</summary>
    public HostSockets Sockets => _host.Sockets;

    /// <summary>Makes TCP behave as the settings now say.</summary>
    public void Apply(StackSettings settings) => _host.Tcp = settings.TcpOnLink();

    /// <summary>The time since the start of the script.</summary>
    public Duration Now => Simulation.Now - _start;

    /// <summary>What was sent and has not been looked at, in order.</summary>
    public List<SentPacket> Sent { get; } = [];

    /// <summary>Called with each packet that the stack sends, as it does.</summary>
    public Action<SentPacket>? OnSent { get; set; }

    /// <summary>Lets the stack run up to a time, where the script then goes first.</summary>
    public void RunBefore(Duration time) => Simulation.RunBefore(_start + time);

    /// <summary>Puts a packet into the stack's interface, which takes it at once.</summary>
    public void Inject(Ipv4Packet packet) => Deliver(EtherType.Ipv4, packet);

    void IFrameReceiver.OnFrame(NetworkInterface ingress, EthernetFrame frame)
    {
        switch (frame.Payload)
        {
            case ArpPacket { Operation: ArpOperation.Request } request:
                _scriptInterface.Send(new EthernetFrame(frame.Source, _scriptInterface.MacAddress, EtherType.Arp, request.Reply(_scriptInterface.MacAddress)));
                break;
            case Ipv4Packet packet:
                var sent = new SentPacket(Now, packet);
                Sent.Add(sent);
                OnSent?.Invoke(sent);
                break;
        }
    }

    void IFrameReceiver.OnLinkChanged(NetworkInterface networkInterface)
    {
    }

    /// <summary>Asks the host for its address as its gateway would, so that it learns the gateway's.</summary>
    private void TellGateway(ScriptAddresses addresses) => Deliver(EtherType.Arp, new ArpPacket(
        ArpOperation.Request, _scriptInterface.MacAddress, addresses.Gateway, default, addresses.Local));

    // Past the cable: at this very moment, before timers that are due now.
    private void Deliver(EtherType type, Packets.Pdu payload) => Simulation.Start(() =>
    {
        _hostInterface.Receiver!.OnFrame(_hostInterface, new EthernetFrame(_hostInterface.MacAddress, _scriptInterface.MacAddress, type, payload));
        return Task.CompletedTask;
    });
}
