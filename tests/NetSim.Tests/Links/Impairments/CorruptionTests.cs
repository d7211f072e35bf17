using NetSim.Devices;
using NetSim.Links;
using NetSim.Links.Impairments;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Udp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Links.Impairments;

public sealed class CorruptionTests
{
    private const double Sigmas = 5;

    private readonly Network _network = new();
    private readonly Host _first;
    private readonly Host _second;
    private readonly Link _link;

    public CorruptionTests()
    {
        _first = _network.AddHost("First", "10.0.0.1/24");
        _second = _network.AddHost("Second", "10.0.0.2/24");
        _link = _network.Connect(_first, _second);
        _network.Run(() => _first.PingAsync("10.0.0.2")); // so that ARP has nothing more to ask
    }

    [Theory]
    [InlineData(0.1, 0, 0.965663)]              // the FCS alone: 1 − 0.9^32
    [InlineData(0.001, 60, 0.40084)]            // 1 − 0.999^512
    [InlineData(1e-18, 60, 512e-18)]            // where 1 − rate is 1 in a double
    [InlineData(0, 1_514, 0)]
    public void The_probability_of_a_wrong_bit_grows_with_the_bits(double rate, int octets, double probability)
    {
        BitErrors.Probability(rate, octets).Should().BeApproximately(probability, Math.Max(probability * 1e-4, 1e-30));
    }

    [Fact]
    public void A_frame_with_a_bit_error_is_dropped_for_its_FCS_by_the_NIC()   // IEEE 802.3-2022 §3.2.9
    {
        const int frames = 10_000;
        const double probability = 0.40084; // of one wrong bit or more among 512: a rate of 0.001

        var cable = new ImpairedCable(new LinkImpairments { BitErrorRate = 0.001 }).Send(frames);

        var errors = cable.Second.Interface.Counters.InboundErrors;
        ((double)errors).Should().BeApproximately(frames * probability, Sigmas * Math.Sqrt(frames * probability * (1 - probability)));
        cable.Second.Received.Should().HaveCount(frames - (int)errors);
        cable.Second.Interface.Counters.InboundFrames.Should().Be(frames - errors);
    }

    [Fact]
    public void The_trace_says_that_the_FCS_is_wrong()
    {
        _link.Impair(new LinkImpairments { BitErrorRate = 0.5 });
        using var socket = _first.Sockets.BindUdp(1000);

        socket.Send(Payload.Zeros(18), new Ipv4EndPoint(Ipv4Address.Parse("10.0.0.2"), 1000));
        _network.Run();

        _network.Trace.Transmissions[^1].Outcome.Should().Be(TransmissionOutcome.Damaged);
        _network.Trace.PduEvents.Last().DropReason.Should().Be(DropReason.WrongFcs);
        _network.Trace.PduEvents.Last().Steps.Should().ContainSingle().Which.Sentence.Should().Be(
            "A bit of the frame was flipped on the way: its FCS does not match, and FastEthernet0 drops it. Nobody is told; the sender may try again.");
        _network.Trace.ToSequenceDiagram().Should().Contain("WrongFcs");
    }

    [Fact]
    public void Damage_that_passes_the_FCS_is_found_by_the_checksums_of_IP_and_UDP()
    {
        _link.Impair(_first.Interfaces[0], new LinkImpairments { Corruption = 1 });
        using var sender = _first.Sockets.BindUdp(1000);
        using var receiver = _second.Sockets.BindUdp(1000);
        var sent = Payload.FromText("a text that arrives as it was sent or does not arrive at all");

        for (var i = 0; i < 500; i++)
            sender.Send(sent, new Ipv4EndPoint(Ipv4Address.Parse("10.0.0.2"), 1000));
        _network.Run();

        var arrived = _network.Trace.PduEvents.Where(pduEvent => pduEvent.Steps.Any(step => step.Reason == Reason.LinkFlippedBit)).ToList();
        arrived.Should().HaveCount(500);
        FaultsOf(arrived).Should().Contain(("IPv4", DecodeFault.BadChecksum)).And.Contain(("UDP", DecodeFault.BadChecksum));
        arrived.Where(pduEvent => pduEvent.DropReason is null).Select(pduEvent => pduEvent.InPdu!.Find<UdpDatagram>()!.Payload)
            .Should().OnlyContain(payload => payload == sent, "only the NIC's source address and the padding have no checksum");
        _network.Trace.Transmissions.Where(transmission => transmission.From == _first.Interfaces[0].Port).TakeLast(500)
            .Should().OnlyContain(transmission => OneBitDiffers(transmission.Frame, transmission.ArrivedFrame));
    }

    [Fact]
    public void Damage_that_passes_the_FCS_is_found_by_TCPs_checksum_and_the_data_arrive_whole()
    {
        using var listener = _second.Sockets.Listen(80);
        var data = new byte[100_000];
        for (var i = 0; i < data.Length; i++)
            data[i] = (byte)(i * 7);
        _link.Impair(new LinkImpairments { Corruption = 0.1 });

        var received = _network.Run(async () =>
        {
            var connecting = _first.Sockets.ConnectAsync(new Ipv4EndPoint(Ipv4Address.Parse("10.0.0.2"), 80));
            using var server = await listener.AcceptAsync();
            using var client = await connecting;
            var sending = client.WriteAsync(data);
            var octets = new byte[data.Length];
            await server.ReadExactlyAsync(octets);
            await sending;
            return octets;
        });

        received.Should().Equal(data);
        var arrived = _network.Trace.PduEvents.Where(pduEvent => pduEvent.Steps.Any(step => step.Reason == Reason.LinkFlippedBit)).ToList();
        FaultsOf(arrived).Should().Contain(("TCP", DecodeFault.BadChecksum));
        arrived.Where(pduEvent => pduEvent.InPdu!.Find<MalformedPdu>() is not null).Should().OnlyContain(
            pduEvent => pduEvent.DropReason != null, "what is malformed is dropped");
    }

    private static IEnumerable<(string Protocol, DecodeFault Fault)> FaultsOf(IEnumerable<PduEvent> events) => events
        .Where(pduEvent => pduEvent.DropReason == DropReason.Malformed)
        .Select(pduEvent => pduEvent.InPdu!.Find<MalformedPdu>()!.Error)
        .Select(error => (error.Protocol, error.Fault));

    private static bool OneBitDiffers(EthernetFrame frame, EthernetFrame other) =>
        frame.ToArray().Zip(other.ToArray(), (left, right) => int.PopCount(left ^ right)).Sum() == 1;
}
