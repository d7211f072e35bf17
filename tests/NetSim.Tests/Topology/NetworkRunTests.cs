using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Topology;

namespace NetSim.Tests.Topology;

public sealed class NetworkRunTests
{
    [Fact]
    public void A_broadcast_storm_ends_at_the_event_budget_and_the_error_says_what_it_may_be()
    {
        var network = new Network(new NetworkOptions { EventBudget = 10_000 });
        var first = network.AddSwitch("First");
        var second = network.AddSwitch("Second");
        network.Connect((Device)first, second);
        network.Connect((Device)first, second);
        var host = network.AddHost("Host", "10.0.0.1/24");
        network.Connect(host, first);
        host.Sockets.BindUdp().Send("hello"u8, Ipv4EndPoint.Parse("10.0.0.2:9")); // one ARP request

        network.Invoking(network => network.Run()).Should().Throw<EventBudgetExceededException>()
            .Where(e => e.ExecutedEvents == 10_000)
            .WithMessage("The event budget of 10000 events is used up at 0.0* s. The next event is of a frame from *. " +
                         "Either the network does not come to rest (switches in a loop? an endless exchange?), or Simulation.EventBudget is too small.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_fingerprint_and_other_traffic_another()
    {
        var first = Fingerprint(seed: 7, payload: "hello");

        Fingerprint(seed: 7, payload: "hello").Should().Be(first);
        Fingerprint(seed: 7, payload: "hullo").Should().NotBe(first);
    }

    [Fact]
    public void Without_tracing_the_run_is_the_same_and_the_trace_empty()
    {
        var traced = Run(new NetworkOptions { Seed = 7 }, "hello");
        var untraced = Run(new NetworkOptions { Seed = 7, Tracing = false }, "hello");

        untraced.Trace.Events.Should().BeEmpty();
        untraced.Trace.Transmissions.Should().BeEmpty();
        untraced.Simulation.Now.Should().Be(traced.Simulation.Now);
        untraced.Simulation.ExecutedEvents.Should().Be(traced.Simulation.ExecutedEvents);
    }

    private static string Fingerprint(ulong seed, string payload) => Run(new NetworkOptions { Seed = seed }, payload).Trace.Fingerprint();

    private static Network Run(NetworkOptions options, string payload)
    {
        var network = new Network(options);
        var lan = network.AddSwitch("Lan");
        var client = network.AddClient("Client");
        var host = network.AddHost("Host", "10.0.0.9/24");
        network.Connect(lan, client, host, network.AddDhcpServer("Dhcp", "10.0.0.1/24", "10.0.0.20-10.0.0.30"));
        network.Run(async () =>
        {
            await client.PingAsync("10.0.0.9");
            client.Sockets.BindUdp().Send(Payload.FromText(payload), Ipv4EndPoint.Parse("10.0.0.9:9"));
            await network.Simulation.Delay(1.Seconds);
        });
        return network;
    }
}
