using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp.Recovery;

namespace NetSim.Tests.Stack.Tcp;

public class ScoreboardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_the_counts_are_those_of_the_segments(ulong seed)   // RFC 6675 §4: pipe
    {
        var random = new RandomStream(seed, "scoreboard");
        var scoreboard = new Scoreboard();
        var next = new SequenceNumber(random.NextUInt32());
        for (var step = 0; step < 20_000; step++)
        {
            Change(ref scoreboard, random, ref next);
            Check(ref scoreboard);
        }
    }

    [Fact]
    public void A_number_is_found_in_the_segment_that_holds_it_across_the_end_of_the_number_space()   // RFC 9293 §3.4
    {
        var scoreboard = new Scoreboard();
        var first = new SequenceNumber(0xFFFF_FF00);
        for (var i = 0; i < 10; i++)
            scoreboard.Add(first + (i * 100), 100, SegmentStatus.None, default, hasFollowers: false);

        scoreboard.IndexOf(first).Should().Be(0);
        scoreboard.IndexOf(first + 99).Should().Be(0);
        scoreboard.IndexOf(first + 100).Should().Be(1);
        scoreboard.IndexOf(first + 999).Should().Be(9);
        scoreboard.IndexOf(first + 1_000).Should().Be(10);
    }

    private static void Change(ref Scoreboard scoreboard, RandomStream random, ref SequenceNumber next)
    {
        var index = scoreboard.Count == 0 ? 0 : random.NextInt32(scoreboard.Count);
        switch (random.NextInt32(10))
        {
            case <= 1 when scoreboard.Count < 50:
                scoreboard.Add(next, 1 + random.NextInt32(1_000), SegmentStatus.None, default, hasFollowers: false);
                next = scoreboard[scoreboard.Count - 1].End;
                break;
            case 2 when scoreboard.Count > 0:
                scoreboard.RemoveFirst();
                break;
            case 3 when scoreboard.Count > 0 && scoreboard[0].Length > 1:
                scoreboard.TrimFirst(1 + random.NextInt32(scoreboard[0].Length - 1));
                break;
            case 4 when scoreboard.Count > 0 && scoreboard[index].Length > 1:
                scoreboard.Split(index, 1 + random.NextInt32(scoreboard[index].Length - 1));
                break;
            case 5 when index + 1 < scoreboard.Count && !scoreboard[index].Has(SegmentStatus.Sacked) && !scoreboard[index + 1].Has(SegmentStatus.Sacked):
                scoreboard.Join(index);
                break;
            case 6 when scoreboard.Count > 0:
                scoreboard.MarkSacked(index);
                break;
            case 7 when scoreboard.Count > 0:
                scoreboard.MarkLost(index);
                break;
            case 8 when scoreboard.Count > 0 && !scoreboard[index].Has(SegmentStatus.Sacked):
                scoreboard.MarkInFlight(index);
                break;
            case 9 when scoreboard.FirstToResend() is >= 0 and var lost:
                scoreboard.MarkResent(lost);
                break;
        }
    }

    private static void Check(ref Scoreboard scoreboard)
    {
        var segments = new List<SentSegment>();
        for (var i = 0; i < scoreboard.Count; i++)
            segments.Add(scoreboard[i]);
        segments.Zip(segments.Skip(1)).Should().NotContain(pair => pair.First.End != pair.Second.Sequence);
        scoreboard.Octets.Should().Be(segments.Sum(segment => segment.Length));
        scoreboard.SackedOctets.Should().Be(Octets(SegmentStatus.Sacked));
        scoreboard.LostOctets.Should().Be(Octets(SegmentStatus.Lost));
        scoreboard.ResentOctets.Should().Be(Octets(SegmentStatus.InFlightAgain));
        scoreboard.SackedSegments.Should().Be(segments.Count(segment => segment.Has(SegmentStatus.Sacked)));
        scoreboard.LostSegments.Should().Be(segments.Count(segment => segment.Has(SegmentStatus.Lost)));
        scoreboard.ResentSegments.Should().Be(segments.Count(segment => segment.Has(SegmentStatus.InFlightAgain)));
        var firstUnsacked = segments.FindIndex(segment => !segment.Has(SegmentStatus.Sacked));
        scoreboard.FirstUnsacked().Should().Be(firstUnsacked < 0 ? segments.Count : firstUnsacked);
        scoreboard.FirstToResend().Should().Be(segments.FindIndex(IsToResend));
        scoreboard.SegmentsToResend.Should().Be(segments.Count(IsToResend));

        int Octets(SegmentStatus status) => segments.Where(segment => segment.Has(status)).Sum(segment => segment.Length);
        static bool IsToResend(SentSegment segment) => segment.Has(SegmentStatus.Lost) && !segment.Has(SegmentStatus.InFlightAgain);
    }
}
