using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Tcp;
using NetSim.Tracing;
using NetSim.Tracing.Captures;

namespace NetSim.Tests.Tracing.Captures;

public sealed class PcapngTests   // draft-ietf-opsawg-pcapng
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;

    private readonly HandmadeTrace _lan = new();
    private readonly EthernetFrame _request = HandmadeTrace.Request(TcpFlags.Syn, 1000);

    [Fact]
    public void A_file_begins_with_a_section_header_that_names_NetSim()   // §4.1
    {
        var octets = Capture();

        octets[..44].Should().Equal(
            0x0A, 0x0D, 0x0D, 0x0A, 44, 0, 0, 0,                            // type, length
            0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0,                             // byte-order magic, version 1.0
            255, 255, 255, 255, 255, 255, 255, 255,                         // section length not told
            4, 0, 6, 0, (byte)'N', (byte)'e', (byte)'t', (byte)'S', (byte)'i', (byte)'m', 0, 0, // shb_userappl
            0, 0, 0, 0, 44, 0, 0, 0);                                       // opt_endofopt, length
    }

    [Fact]
    public void Each_port_is_an_interface_with_its_name_MAC_address_and_resolution()   // §4.2
    {
        var interfaces = PcapngBlock.ReadAll(Capture()).Where(block => block.Type == InterfaceDescription).ToList();

        interfaces.Should().HaveCount(6);
        interfaces[0].Body[..8].Should().Equal(1, 0, 0, 0, 0, 0, 0, 0); // Ethernet, no snap length
        var options = interfaces[0].Options(8);
        options.Select(option => option.Code).Should().Equal(2, 3, 6, 9, 0);
        System.Text.Encoding.UTF8.GetString(options[0].Value).Should().Be("Client Eth0");
        System.Text.Encoding.UTF8.GetString(options[1].Value).Should().Be("Eth0 of Client");
        options[2].Value.Should().Equal(2, 0, 0, 0, 0, 1);
        options[3].Value.Should().Equal(9);
    }

    [Fact]
    public void A_frame_is_an_enhanced_packet_with_its_octets_its_time_and_its_direction()   // §4.3
    {
        _lan.Transmit(_lan.Port2, _lan.Server, _request, 0.Seconds, 1.Seconds);
        _lan.At(1.Seconds);

        var block = Frames(Capture()).Should().ContainSingle().Subject;

        block.InterfaceNumber.Should().Be(4); // Port 2 is the fifth port
        block.Timestamp.Should().Be(1_767_225_600_000_000_000); // 2026-01-01T00:00:00Z
        block.CapturedLength.Should().Be(60);
        block.OriginalLength.Should().Be(60);
        block.Body[20..80].Should().Equal(_request.ToArray());
        block.Options(80).Should().SatisfyRespectively(
            flags => flags.Value.Should().Equal(2, 0, 0, 0), // outbound
            end => end.Code.Should().Be(0));
    }

    [Fact]
    public void Octets_that_do_not_fill_a_word_are_padded()   // §4.3
    {
        var odd = HandmadeTrace.Udp(1, 2, Payload.FromText("nineteen characters"));
        _lan.Transmit(_lan.Client, _lan.Port1, odd, 0.Seconds, 1.Microseconds);

        var block = Frames(Capture()).Should().ContainSingle().Subject;

        block.CapturedLength.Should().Be(61);
        block.Body[20..84].Should().Equal([.. odd.ToArray(), 0, 0, 0]);
    }

    [Fact]
    public void Each_frame_is_captured_once_for_each_link_in_the_order_of_time()
    {
        var slow = HandmadeTrace.Udp(1, 2, Payload.FromText("handed over first, sent last"));
        _lan.Transmit(_lan.Port1, _lan.Client, slow, 50.Microseconds, 60.Microseconds);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 10.Microseconds, 20.Microseconds);
        _lan.Transmit(_lan.Port3, _lan.Printer, _request, 20.Microseconds, 30.Microseconds);
        _lan.Transmit(_lan.Port2, _lan.Server, _request, 20.Microseconds, 30.Microseconds);
        _lan.At(1.Seconds);

        Frames(Capture()).Select(frame => (frame.Nanoseconds, frame.InterfaceNumber)).Should().Equal(
            (10_000UL, 0u), (20_000UL, 5u), (20_000UL, 4u), (50_000UL, 3u));
    }

    [Fact]
    public void What_was_never_sent_is_absent_and_what_was_lost_on_the_cable_is_there()
    {
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 10.Microseconds, 20.Microseconds, TransmissionOutcome.Lost);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 20.Microseconds, 30.Microseconds, TransmissionOutcome.NeverSent);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 30.Microseconds, 60.Microseconds, TransmissionOutcome.Underway); // on the cable
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 60.Microseconds, 90.Microseconds, TransmissionOutcome.Underway); // in the queue
        _lan.At(50.Microseconds);

        Frames(Capture()).Select(frame => frame.Nanoseconds).Should().Equal(10_000, 30_000);
    }

    [Fact]
    public void A_port_captures_what_it_sends_and_what_arrives_at_it()
    {
        var answer = HandmadeTrace.Response(TcpFlags.Syn | TcpFlags.Ack, 1, 1001);
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 10.Microseconds, 20.Microseconds);
        _lan.Transmit(_lan.Port2, _lan.Server, _request, 20.Microseconds, 30.Microseconds);
        _lan.Transmit(_lan.Server, _lan.Port2, answer, 30.Microseconds, 40.Microseconds);
        _lan.Transmit(_lan.Port2, _lan.Server, _request, 50.Microseconds, 60.Microseconds, TransmissionOutcome.Lost);
        _lan.At(1.Seconds);

        var frames = Frames(Capture(_lan.Server));

        frames.Select(frame => (frame.Nanoseconds, frame.InterfaceNumber, frame.Direction)).Should().Equal(
            (30_000UL, 0u, 1), (30_000UL, 0u, 2));
        PcapngBlock.ReadAll(Capture(_lan.Server)).Count(block => block.Type == InterfaceDescription).Should().Be(1);
    }

    [Fact]
    public void A_port_captures_the_frame_that_arrives_and_a_copy_that_the_link_made_was_sent_once()
    {
        var damaged = _request with { Source = _request.Destination };
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 10.Microseconds, 20.Microseconds).Deliver(damaged, SimTime.At(25.Microseconds));
        _lan.Trace.AddTransmission(_lan.Client, _lan.Port1, _request, SimTime.At(10.Microseconds), SimTime.At(20.Microseconds), isCopy: true)
            .Deliver(damaged, SimTime.At(26.Microseconds));
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 30.Microseconds, 40.Microseconds, TransmissionOutcome.Damaged);
        _lan.At(1.Seconds);

        Frames(Capture()).Select(frame => frame.Nanoseconds).Should().Equal(10_000, 30_000);
        var arrived = Frames(Capture(_lan.Port1));
        arrived.Select(frame => frame.Nanoseconds).Should().Equal(25_000, 26_000);
        arrived.Should().OnlyContain(frame => frame.Body.Skip(20).Take(60).SequenceEqual(damaged.ToArray()));
    }

    [Fact]
    public void Two_ports_of_one_link_each_capture_their_own_side()
    {
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 10.Microseconds, 20.Microseconds);
        _lan.At(1.Seconds);

        Frames(Capture(_lan.Port1, _lan.Client)).Select(frame => (frame.Nanoseconds, frame.InterfaceNumber, frame.Direction)).Should().Equal(
            (10_000UL, 1u, 2), (20_000UL, 0u, 1));
    }

    [Fact]
    public void A_file_is_saved_of_the_network_of_ports_and_of_a_device()
    {
        _lan.Transmit(_lan.Client, _lan.Port1, _request, 10.Microseconds, 20.Microseconds);
        _lan.At(1.Seconds);
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var path = Path.Combine(folder, "page.pcapng");

            _lan.Trace.SavePcapng(path);
            File.ReadAllBytes(path).Should().Equal(Capture());
            _lan.Trace.SavePcapng(path, _lan.Client, _lan.Port1);
            File.ReadAllBytes(path).Should().Equal(Capture(_lan.Client, _lan.Port1));
            _lan.Trace.SavePcapng(path, "Switch");
            File.ReadAllBytes(path).Should().Equal(Capture(_lan.Port1, _lan.Port2, _lan.Port3));
            _lan.Trace.Invoking(trace => trace.SavePcapng(Path.Combine(folder, "no such folder", "page.pcapng")))
                .Should().Throw<DirectoryNotFoundException>();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_port_or_device_of_another_network_is_refused()
    {
        var stranger = new TracePort("Stranger", "Eth0", MacAddress.FromNumber(99));

        this.Invoking(test => test.Capture(stranger)).Should().Throw<ArgumentException>().WithMessage("Stranger Eth0 is not a port*");
        _lan.Trace.Invoking(trace => trace.SavePcapng("x.pcapng", "Stranger")).Should().Throw<ArgumentException>()
            .WithMessage("No device 'Stranger' has a port. These have: Client, Server, Printer, Switch.*");
    }

    [Fact]
    public void An_epoch_that_a_capture_cannot_tell_is_refused()
    {
        var trace = new Trace(new Simulation(new SimulationOptions { Epoch = new DateTimeOffset(1969, 12, 31, 0, 0, 0, TimeSpan.Zero) }));
        trace.AddTransmission(_lan.Client, _lan.Port1, _request, SimTime.Zero, SimTime.Zero);

        trace.Invoking(refused => refused.WritePcapng(Stream.Null)).Should().Throw<InvalidOperationException>().WithMessage("*SimulationOptions.Epoch*");
    }

    private static List<PcapngBlock> Frames(byte[] capture)
    {
        var blocks = PcapngBlock.ReadAll(capture);
        blocks[0].Type.Should().Be(SectionHeader);
        return [.. blocks.Where(block => block.Type == EnhancedPacket)];
    }

    private byte[] Capture(params TracePort[] ports)
    {
        using var stream = new MemoryStream();
        _lan.Trace.WritePcapng(stream, new PcapngOptions { Ports = ports });
        return stream.ToArray();
    }
}
