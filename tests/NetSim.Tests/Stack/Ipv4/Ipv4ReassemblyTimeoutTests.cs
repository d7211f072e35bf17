using NetSim.Kernel;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;
using static NetSim.Tests.Stack.Ipv4.Fragments;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>Packets that never become complete.</summary>
public class Ipv4ReassemblyTimeoutTests
{
    private readonly Simulation _simulation = new();
    private readonly List<(SimTime Time, AbandonedReassembly Packet)> _abandoned = [];

    [Fact]
    public void Sixty_seconds_after_its_first_arrival_a_packet_is_given_up()   // RFC 1122 §3.3.2
    {
        var reassembler = Open(new());
        _simulation.RunUntil(SimTime.At(1.Seconds));
        reassembler.Add(Piece(8, 8));
        _simulation.RunUntil(SimTime.At(50.Seconds));
        reassembler.Add(Piece(0, 8));   // does not put it off

        _simulation.RunUntil(SimTime.At(61.Seconds - 1.Nanoseconds));
        _abandoned.Should().BeEmpty();
        _simulation.RunUntil(SimTime.At(70.Seconds));

        var (time, packet) = _abandoned.Should().ContainSingle().Subject;
        time.Should().Be(SimTime.At(61.Seconds));
        packet.FirstFragment.Should().Be(Piece(0, 8));
        packet.Received.Should().Be(Piece(8, 8));
        packet.Reason.Should().Be(DropReason.ReassemblyTimedOut);
        packet.Reason.Format(packet.Arguments).Should().Be(
            "Packet 1 is not complete after 60 s: IPv4 drops the 2 fragments that came, and tells the sender by ICMP Time Exceeded.");
        (reassembler.Count, reassembler.HeldOctets).Should().Be((0, 0));
    }

    [Fact]
    public void Without_the_fragment_at_0_there_is_nothing_to_tell_the_sender_about()   // RFC 1122 §3.3.2
    {
        Open(new()).Add(Piece(8, 8, more: false));

        _simulation.RunUntil(SimTime.At(60.Seconds));

        _abandoned.Should().ContainSingle().Which.Packet.Reason.Should().Be(DropReason.ReassemblyTimedOutWithoutStart);
        _abandoned[0].Packet.FirstFragment.Should().BeNull();
    }

    [Fact]
    public void Each_packet_has_its_own_time()
    {
        var reassembler = Open(new());
        for (ushort identification = 1; identification <= 4; identification++)
        {
            reassembler.Add(Piece(0, 8, identification: identification));
            _simulation.RunFor(10.Seconds);
        }

        reassembler.Add(Piece(8, 8, more: false, identification: 2)).Packet.Should().NotBeNull();
        _simulation.RunUntil(SimTime.At(200.Seconds));

        _abandoned.Select(each => (each.Time, each.Packet.Received.Identification)).Should().Equal(
            (SimTime.At(60.Seconds), (ushort)1), (SimTime.At(80.Seconds), (ushort)3), (SimTime.At(90.Seconds), (ushort)4));
    }

    [Fact]
    public void A_run_does_not_last_until_the_wait_is_over()
    {
        Open(new()).Add(Piece(0, 8));

        _simulation.Run();

        _simulation.Now.Should().Be(SimTime.Zero);
    }

    [Fact]
    public void One_packet_too_many_drops_the_oldest()
    {
        var reassembler = Open(new() { MaxReassemblies = 3 });

        for (ushort identification = 1; identification <= 5; identification++)
            reassembler.Add(Piece(0, 8, identification: identification)).Reason.Should().Be(Reason.FragmentKept);

        reassembler.Count.Should().Be(3);
        _abandoned.Select(each => (each.Packet.Received.Identification, each.Packet.Reason)).Should().Equal(
            ((ushort)1, DropReason.TooManyReassemblies), ((ushort)2, DropReason.TooManyReassemblies));
        _abandoned[0].Packet.Reason.Format(_abandoned[0].Packet.Arguments).Should().Be(
            "3 packets are incomplete, as many as IPv4 keeps: it drops what came of packet 1, the oldest. Its sender is not told.");
        reassembler.Add(Piece(8, 8, more: false, identification: 3)).Packet.Should().NotBeNull();
    }

    [Fact]
    public void One_octet_too_many_drops_the_oldest()
    {
        var reassembler = Open(new() { MaxOctets = 3 * 120 });   // three fragments of 116 octets

        for (ushort identification = 1; identification <= 4; identification++)
            reassembler.Add(Piece(0, 96, identification: identification));
        reassembler.HeldOctets.Should().Be(3 * 116);
        _abandoned.Should().ContainSingle().Which.Packet.Reason.Should().Be(DropReason.ReassemblyMemoryFull);

        // The second is the oldest now: what would make it grow past the limit drops it.
        var result = reassembler.Add(Piece(96, 96, identification: 2));

        result.DropReason.Should().Be(DropReason.ReassemblyMemoryFull);
        reassembler.HeldOctets.Should().Be(2 * 116);
    }

    [Fact]
    public void By_default_a_flood_of_small_fragments_takes_4_MiB()
    {
        var reassembler = Open(new());

        for (var i = 0; i < 200_000; i++)
            reassembler.Add(Piece(16 * (i % 4000), 8, identification: (ushort)(i / 4000)));

        reassembler.HeldOctets.Should().BeInRange((4 << 20) - (4000 * 28), 4 << 20);
    }

    private Ipv4Reassembler Open(Ipv4ReassemblyOptions options) =>
        new(_simulation, options) { Abandoned = packet => _abandoned.Add((_simulation.Now, packet)) };
}
