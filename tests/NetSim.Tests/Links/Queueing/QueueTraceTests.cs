using NetSim.Kernel;
using NetSim.Links;
using NetSim.Links.Queueing;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Links.Queueing;

public sealed class QueueTraceTests
{
    [Fact]
    public void A_switch_that_marks_says_so_and_the_journey_goes_on()
    {
        var network = new Network();
        var lan = network.AddSwitch("Switch");
        var (first, second) = (network.AddHost("First", "10.0.0.1/24"), network.AddHost("Second", "10.0.0.2/24"));
        network.Connect(lan, first);
        network.Connect(lan, second, new LinkOptions
        {
            DataRate = DataRate.Ethernet,
            QueueManagement = new ThresholdMarking(0),
        });
        network.Run(() => first.PingAsync("10.0.0.2"));
        var packet = new Ipv4Packet(new(0x0A000001), new(0x0A000002), (IpProtocol)253, Payload.Zeros(100)) { Ecn = 2 };

        for (var i = 0; i < 3; i++)
        {
            first.Interfaces[0].Send(new EthernetFrame(
                second.Interfaces[0].MacAddress, first.Interfaces[0].MacAddress, EtherType.Ipv4, packet with { Identification = (ushort)(100 + i) }));
        }

        network.Run();

        var marking = network.Trace.PduEvents.Single(pduEvent => pduEvent.Steps.Any(step => step.Reason == Reason.ThresholdMarks));
        marking.Device.Should().Be("Switch");
        marking.OutSteps.Select(step => step.Action).Should().EndWith([PduAction.Transfer, PduAction.Queue]);
        marking.OutSteps[^2].Sentence.Should().Be(
            "1 frame waits at Port 2, more than 0: the packet is marked (ECN = CE), so that its receiver tells the sender to slow down.");
        marking.InPdu!.Find<Ipv4Packet>()!.Ecn.Should().Be(2);
        marking.OutPdu!.Find<Ipv4Packet>()!.Ecn.Should().Be(3);
        network.Trace.ToSequenceDiagram().Should().NotContain("on its way");
    }

    [Fact]
    public void CoDel_says_what_it_marks_and_drops_and_which_event_queued_it()
    {
        var network = new Network();
        var (first, second) = (network.AddHost("First", "10.0.0.1/24"), network.AddHost("Second", "10.0.0.2/24"));
        network.Connect(first, second, new LinkOptions
        {
            DataRate = DataRate.FromKilobitsPerSecond(672),
            QueueManagement = new ControlledDelay { Target = 1.Milliseconds, Interval = 4.Milliseconds },
        });
        for (var i = 0; i < 40; i++)
        {
            first.Interfaces[0].Send(new EthernetFrame(
                second.Interfaces[0].MacAddress, first.Interfaces[0].MacAddress, EtherType.Ipv4,
                new Ipv4Packet(new(0x0A000001), new(0x0A000002), (IpProtocol)253, Payload.Zeros(26)) { Identification = (ushort)i, Ecn = (byte)(i % 2 * 2) }));
        }

        network.RunFor(10.Seconds);

        var drops = network.Trace.PduEvents.Where(pduEvent => pduEvent.DropReason == DropReason.CoDelDrops).ToList();
        var marks = network.Trace.PduEvents.Where(pduEvent => pduEvent.Steps.Any(step => step.Reason == Reason.CoDelMarks)).ToList();
        drops.Should().NotBeEmpty().And.OnlyContain(pduEvent => pduEvent.Cause!.OutPdu == pduEvent.OutPdu);
        marks.Should().NotBeEmpty().And.OnlyContain(
            pduEvent => pduEvent.Cause!.OutPdu!.Find<Ipv4Packet>()!.Identification == pduEvent.OutPdu!.Find<Ipv4Packet>()!.Identification);
        var diagram = network.Trace.ToSequenceDiagram();
        diagram.Should().NotContain("on its way").And.Contain("CoDelDrops");
    }
}
