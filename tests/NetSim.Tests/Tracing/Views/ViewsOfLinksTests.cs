using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Switching;
using NetSim.Tracing;
using NetSim.Tracing.Views;

namespace NetSim.Tests.Tracing.Views;

/// <summary>The views of what links and a switch write, not a test's hand.</summary>
public sealed class ViewsOfLinksTests
{
    private readonly Simulation _simulation = new();
    private readonly Trace _trace;
    private readonly NetworkInterface _client;
    private readonly Link _toServer;

    public ViewsOfLinksTests()
    {
        _trace = new Trace(_simulation);
        _client = Interface("Client", "Eth0", 1, _trace.AddDevice("Client"));
        var server = Interface("Server", "Eth0", 2, _trace.AddDevice("Server"));
        var relay = _trace.AddDevice("Switch");
        NetworkInterface[] ports = [Interface("Switch", "Port 1", 11, relay), Interface("Switch", "Port 2", 12, relay)];
        var receiver = new MacRelay(_simulation, new MacRelayOptions(), relay);
        foreach (var port in ports)
            receiver.Attach(port);
        _ = new Link(_client, ports[0]);
        _toServer = new Link(ports[1], server);
    }

    [Fact]
    public void A_frame_that_arrives_is_one_arrow_and_two_hops()
    {
        _client.Send(Frame());
        _simulation.Run();

        Arrows(new()).Should().Equal("Client->>Server: UDP 1 > 2, length 5");
        Arrows(new() { EveryHop = true }).Should().Equal(
            "Client->>Switch: UDP 1 > 2, length 5", "Switch->>Server: UDP 1 > 2, length 5");
    }

    [Fact]
    public void A_cable_that_is_unplugged_loses_the_frames_on_it_and_in_its_queue()
    {
        _client.Send(Frame());
        _client.Send(Frame());
        while (_trace.Transmissions.Count < 4)
            _simulation.Step();
        _toServer.Unplug();
        _simulation.Run();

        Arrows(new()).Should().Equal(
            "Client->>Server: UDP 1 > 2, length 5",
            "Client--xServer: UDP 1 > 2, length 5 (CableUnplugged)");
        _trace.ToEventList(new() { Devices = ["Switch"] }).Split('\n')[^2].Should().EndWith("(dropped: CableUnplugged)");
    }

    [Fact]
    public void A_switch_without_another_cable_drops_the_frame()
    {
        _toServer.Unplug();
        _client.Send(Frame());
        _simulation.Run();

        Arrows(new()).Should().Equal("Client--xServer: UDP 1 > 2, length 5 (NoOtherPort)");
        _trace.ToEventList().Split('\n')[^2].Should().EndWith("UDP   1 > 2, length 5 (dropped: NoOtherPort)");
    }

    private static EthernetFrame Frame() => HandmadeTrace.Udp(1, 2, Payload.FromText("hello"));

    private NetworkInterface Interface(string device, string name, int number, DeviceTrace pen) =>
        new(_simulation, device, name, MacAddress.FromNumber(number), _trace, pen);

    private IEnumerable<string> Arrows(SequenceDiagramOptions options) =>
        _trace.ToSequenceDiagram(options).Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line.Trim());
}
