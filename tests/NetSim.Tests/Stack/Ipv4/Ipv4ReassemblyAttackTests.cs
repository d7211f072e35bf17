using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;
using static NetSim.Tests.Stack.Ipv4.Fragments;

namespace NetSim.Tests.Stack.Ipv4;

/// <summary>Fragments that no sound sender makes.</summary>
public class Ipv4ReassemblyAttackTests
{
    private readonly Simulation _simulation = new();
    private readonly Ipv4Reassembler _reassembler;

    public Ipv4ReassemblyAttackTests() => _reassembler = new(_simulation, new Ipv4ReassemblyOptions());

    [Theory]
    [InlineData(8, 16, true, 0)]      // the start of it
    [InlineData(24, 16, true, 0)]     // the end of it
    [InlineData(0, 48, true, 0)]      // all of it and more
    [InlineData(24, 8, true, 0)]      // a part of it
    [InlineData(16, 8, true, 0)]
    [InlineData(16, 16, true, 9)]     // all of it, with other octets
    [InlineData(16, 16, false, 0)]    // all of it, and now it is the last
    public void An_overlap_that_is_no_copy_gives_the_whole_packet_up(int offset, int length, bool more, byte fill)   // RFC 5722 §4
    {
        _reassembler.Add(Piece(16, 16)).Reason.Should().Be(Reason.FragmentKept);

        var overlap = _reassembler.Add(Piece(offset, length, more, fill: fill));

        overlap.DropReason.Should().Be(DropReason.FragmentsOverlap);
        overlap.Arguments.Should().Equal((ushort)1, offset, offset + length - 1);
        _reassembler.HeldOctets.Should().Be(0);
    }

    [Fact]
    public void What_comes_of_a_packet_that_was_given_up_is_refused_until_its_time_is_over()   // RFC 5722 §4
    {
        var abandoned = new List<AbandonedReassembly>();
        _reassembler.Abandoned = abandoned.Add;
        _reassembler.Add(Piece(0, 16));
        _reassembler.Add(Piece(8, 16));

        _simulation.RunUntil(SimTime.At(60.Seconds - 1.Nanoseconds));
        _reassembler.Add(Piece(0, 16)).DropReason.Should().Be(DropReason.FragmentOfGivenUp);
        _reassembler.Add(Piece(16, 16, more: false)).DropReason.Should().Be(DropReason.FragmentOfGivenUp);
        _simulation.RunUntil(SimTime.At(60.Seconds));

        _reassembler.Count.Should().Be(0);
        abandoned.Should().BeEmpty();
        _reassembler.Add(Piece(0, 16)).Reason.Should().Be(Reason.FragmentKept);
    }

    [Theory]
    [InlineData(32, 8, false, 40, 8, false)]    // two ends
    [InlineData(32, 8, false, 16, 8, false)]
    [InlineData(32, 8, false, 40, 8, true)]     // octets past the end
    [InlineData(32, 8, true, 16, 8, false)]     // an end before octets
    public void A_packet_cannot_end_twice_nor_before_its_octets_do(int offset1, int length1, bool more1, int offset2, int length2, bool more2)
    {
        _reassembler.Add(Piece(offset1, length1, more1)).Reason.Should().Be(Reason.FragmentKept);

        _reassembler.Add(Piece(offset2, length2, more2)).DropReason.Should().Be(DropReason.FragmentsContradictEnd);

        _reassembler.HeldOctets.Should().Be(0);
    }

    [Fact]
    public void A_fragment_that_is_wrong_in_itself_is_dropped_alone()
    {
        _reassembler.Add(Piece(0, 16));

        _reassembler.Add(Piece(16, 12)).DropReason.Should().Be(DropReason.FragmentLengthOdd);
        _reassembler.Add(Piece(16, 0)).DropReason.Should().Be(DropReason.FragmentEmpty);
        _reassembler.Add(Piece(65_512, 8, more: false)).DropReason.Should().Be(DropReason.FragmentPastMaximum);   // the ping of death

        _reassembler.Add(Piece(16, 12, more: false)).Packet!.Payload.WireLength.Should().Be(28);
    }

    [Theory]
    [InlineData(4, false)]   // 24 + 65511 = 65535
    [InlineData(8, true)]
    public void The_whole_counts_with_the_header_of_the_first_fragment(int optionsLength, bool isRefused)   // RFC 791 §3.2
    {
        _reassembler.Add(Piece(65_488, 23, more: false)).Reason.Should().Be(Reason.FragmentKept);

        var result = _reassembler.Add(Piece(0, 65_488) with { Options = Payload.Zeros(optionsLength) });

        result.DropReason.Should().Be(isRefused ? DropReason.FragmentPastMaximum : null);
        result.Packet?.WireLength.Should().Be(65_535);
    }

    [Fact]
    public void No_fragments_make_it_throw_or_keep_more_than_its_limits()
    {
        var options = new Ipv4ReassemblyOptions { MaxReassemblies = 20, MaxOctets = 20_000 };
        var reassembler = new Ipv4Reassembler(_simulation, options);
        var abandoned = 0;
        reassembler.Abandoned = _ => abandoned++;
        var random = new Random(3);
        var answers = new Dictionary<Reason, int>();
        for (var i = 0; i < 1_000_000; i++)
        {
            var fragment = RandomFragment(random);
            var result = reassembler.Add(fragment);

            answers[result.Reason] = answers.GetValueOrDefault(result.Reason) + 1;
            if (reassembler.Count > options.MaxReassemblies || reassembler.HeldOctets > options.MaxOctets || reassembler.HeldOctets < 0)
                Assert.Fail($"{reassembler.Count} packets and {reassembler.HeldOctets} octets are kept after {fragment}.");
            if (result.Reason.Format(result.Arguments).Contains('{', StringComparison.Ordinal))
                Assert.Fail(result.Reason.Name);
            if (i % 1000 == 0)
                _simulation.RunFor(1.Seconds);
        }

        abandoned.Should().BePositive();
        answers.Keys.Should().Contain(
        [
            Reason.FragmentKept, Reason.FragmentsComplete, DropReason.FragmentEmpty, DropReason.FragmentLengthOdd,
            DropReason.FragmentPastMaximum, DropReason.FragmentDuplicate, DropReason.FragmentsOverlap,
            DropReason.FragmentsContradictEnd, DropReason.FragmentsContradictEcn, DropReason.FragmentOfGivenUp,
        ]);
        _simulation.RunFor(60.Seconds);
        (reassembler.Count, reassembler.HeldOctets).Should().Be((0, 0));
    }

    private static Ipv4Packet RandomFragment(Random random)
    {
        var length = random.Next(20) switch { 0 => random.Next(70), 1 => 8 * random.Next(180), _ => 8 * random.Next(1, 4) };
        var offset = random.Next(30) == 0 ? 8 * random.Next(8192) : 8 * random.Next(6);
        var isLast = offset > 0 && random.Next(4) == 0;
        return Piece(offset, length, !isLast, (ushort)random.Next(60_000), (byte)(random.Next(20) == 0 ? 1 : 0)) with
        {
            Identification = (ushort)(random.Next(30) + (random.Next(1000) / 10 * 50)),
            Ecn = (byte)(random.Next(20) == 0 ? 3 : 0),
            Protocol = (IpProtocol)(random.Next(4) == 0 ? 17 : 253),
        };
    }
}
