using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

/// <summary>The heap with its hole, its slots and its compaction against a list that is searched from end to end.</summary>
public sealed class EventQueueTests
{
    [Theory]
    [InlineData(1, 50, 15, 35)]  // add, cancel, take: an even mix
    [InlineData(2, 50, 49, 1)]   // cancelled entries pile up, so the heap is compacted
    [InlineData(3, 45, 0, 55)]   // mostly empty, so the hole is closed and filled all the time
    [InlineData(4, 70, 5, 25)]   // grows beyond its first capacity
    public void The_queue_agrees_with_a_sorted_list(int seed, int adds, int cancels, int takes)
    {
        var random = new Random(seed);
        var queue = new EventQueue();
        var reference = new List<Pending>();
        var former = new List<EventHandle>();
        var handler = new Nothing();
        var now = 0L;

        for (var step = 0; step < 20_000; step++)
        {
            var choice = random.Next(adds + cancels + takes);
            if (choice < adds)
            {
                var time = now + random.Next(50); // few different times, so that the scheduling number decides often
                var sequence = queue.NextSequence();
                var isBackground = random.Next(4) == 0;
                var handle = queue.Add(new SimTime(time), sequence, handler, sequence, isBackground);
                reference.Add(new Pending(time, sequence, isBackground, handle));
            }
            else if (choice < adds + cancels)
            {
                CancelOne(random, queue, reference, former);
            }
            else
            {
                now = TakeOne(queue, reference, former, now);
            }
        }

        while (reference.Count > 0)
            now = TakeOne(queue, reference, former, now);
        queue.TryPeek(out _).Should().BeFalse();
    }

    [Fact]
    public void Peeking_again_and_again_changes_nothing()
    {
        var queue = new EventQueue();
        queue.Add(new SimTime(5), queue.NextSequence(), new Nothing(), "b", isBackground: false);
        queue.Add(new SimTime(3), queue.NextSequence(), new Nothing(), "a", isBackground: true);

        for (var i = 0; i < 3; i++)
        {
            queue.TryPeek(out var due).Should().BeTrue();
            (due.Time, due.State, due.IsBackground).Should().Be((new SimTime(3), "a", true));
        }
    }

    [Fact]
    public void A_cancelled_event_lets_go_of_its_state_at_once()
    {
        var queue = new EventQueue();
        var (handle, state) = AddWithState(queue);

        queue.Cancel(handle, out _);
        GC.Collect();

        state.TryGetTarget(out _).Should().BeFalse();
    }

    // Apart, so that no local keeps the state alive.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (EventHandle Handle, WeakReference<object> State) AddWithState(EventQueue queue)
    {
        var state = new object();
        return (queue.Add(new SimTime(5), queue.NextSequence(), new Nothing(), state, isBackground: false), new WeakReference<object>(state));
    }

    private static void CancelOne(Random random, EventQueue queue, List<Pending> reference, List<EventHandle> former)
    {
        if (former.Count > 0 && random.Next(4) == 0)
        {
            Assert.False(queue.Cancel(former[random.Next(former.Count)], out _));
            return;
        }

        if (reference.Count == 0)
            return;
        var index = random.Next(reference.Count);
        var pending = reference[index];
        reference.RemoveAt(index);
        former.Add(pending.Handle);
        Assert.True(queue.Cancel(pending.Handle, out var wasBackground));
        Assert.Equal(pending.IsBackground, wasBackground);
    }

    private static long TakeOne(EventQueue queue, List<Pending> reference, List<EventHandle> former, long now)
    {
        Assert.Equal(reference.Count > 0, queue.TryPeek(out var due));
        if (reference.Count == 0)
            return now;

        var least = reference.MinBy(pending => (pending.Time, pending.Sequence))!;
        reference.Remove(least);
        former.Add(least.Handle);
        Assert.Equal((least.Time, least.Sequence, least.IsBackground), (due.Time.Nanoseconds, due.Sequence, due.IsBackground));
        Assert.Equal(least.Sequence, due.State);
        queue.Take();
        return due.Time.Nanoseconds;
    }

    private sealed record Pending(long Time, long Sequence, bool IsBackground, EventHandle Handle);

    private sealed class Nothing : IEventHandler
    {
        public void OnEvent(object? state)
        {
        }
    }
}
