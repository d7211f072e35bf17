using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

/// <summary>The run, the buckets, the heap aside and the compaction against a sorted set.</summary>
public sealed class EventQueueTests
{
    private const long Second = 1_000_000_000;

    private static readonly Dictionary<string, Func<Random, long, long>> Delays = new()
    {
        ["equal"] = (_, _) => 1000,
        ["none"] = (_, _) => 0,
        ["few values"] = (random, _) => random.Next(50),
        ["uniform"] = (random, _) => random.NextInt64(Second),
        ["exponential"] = (random, _) => (long)(-Math.Log(1 - random.NextDouble()) * Second),
        ["powers of two"] = (random, _) => 1L << random.Next(62),
        ["around powers of two"] = (random, _) => (1L << random.Next(1, 62)) - 1 + random.Next(3),
        ["up to the end of time"] = (random, now) => Math.Max(0, long.MaxValue - now - random.Next(3)),
        ["two clusters"] = (random, _) => random.Next(2) == 0 ? random.Next(1000) : (240 * Second) + random.Next(1000),
        ["nanoseconds beside minutes"] = (random, _) => random.Next(100) == 0 ? random.NextInt64(300 * Second) : random.Next(20),
        ["ever denser"] = (random, now) => Math.Max(0, (1L << 40) - now) / (1 + random.Next(8)),
        ["instants on a grid"] = (random, now) => (random.Next(1, 5) * 824L) - (now % 824),
    };

    public static TheoryData<string, int, int, int> Programs()
    {
        var programs = new TheoryData<string, int, int, int>();
        foreach (var delays in Delays.Keys)
        {
            programs.Add(delays, 50, 15, 35);  // add, cancel, take: an even mix
            programs.Add(delays, 50, 49, 1);   // cancelled entries pile up, so they are compacted
            programs.Add(delays, 45, 0, 55);   // mostly empty
            programs.Add(delays, 70, 5, 25);   // grows all the time
        }

        return programs;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_queue_agrees_with_a_sorted_set(string delays, int adds, int cancels, int takes)
    {
        var random = new Random(adds + cancels);
        var queue = new QueueAndReference();

        for (var step = 0; step < 20_000; step++)
        {
            var choice = random.Next(adds + cancels + takes);
            if (choice < adds)
                queue.Add(Later(queue.Now, Delays[delays](random, queue.Now)), random);
            else if (choice < adds + cancels)
                queue.CancelOne(random);
            else
                queue.TakeOne(SimTime.MaxValue);
        }

        queue.TakeAll();
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_queue_agrees_where_runs_end_between_events_and_earlier_ones_are_added_then(string delays, int adds, int cancels, int takes)
    {
        var random = new Random(adds + cancels);
        var queue = new QueueAndReference();

        for (var step = 0; step < 2_000; step++)
        {
            for (var i = random.Next(adds); i > 0; i--)
                queue.Add(Later(queue.Now, Delays[delays](random, queue.Now)), random);
            for (var i = random.Next(cancels + 1); i > 0; i--)
                queue.CancelOne(random);
            var end = Later(queue.Now, Delays[delays](random, queue.Now) / 4);
            for (var i = random.Next(2 * takes); i > 0 && queue.TakeOne(new SimTime(end)); i--)
            {
            }
        }

        queue.TakeAll();
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_queue_agrees_where_it_has_looked_ahead_and_earlier_events_are_added_then(string delays, int adds, int cancels, int takes)
    {
        var random = new Random(adds + cancels);
        var queue = new QueueAndReference();

        for (var step = 0; step < 500; step++)
        {
            for (var i = random.Next(adds); i > 0; i--)
                queue.Add(Later(queue.Now, Delays[delays](random, queue.Now)), random);
            queue.PeekOnly();
            for (var i = random.Next(adds); i > 0; i--)
                queue.Add(queue.Now + random.NextInt64(queue.Next - queue.Now + 1), random);
            for (var i = random.Next(cancels + 1); i > 0; i--)
                queue.CancelOne(random);
            for (var i = random.Next(takes); i > 0; i--)
                queue.TakeOne(SimTime.MaxValue);
        }

        queue.TakeAll();
    }

    [Fact]
    public void An_event_under_an_old_number_comes_before_those_of_its_instant()
    {
        var queue = new EventQueue();
        var old = Enumerable.Range(0, 200).Select(_ => queue.NextSequence()).ToList();
        for (var i = 0; i < 200; i++)
            queue.Add(new SimTime(7), queue.NextSequence(), new Nothing(), null, EventKind.Foreground);
        queue.TryPeek(SimTime.MaxValue, out _); // the instant is reached, and its events stand in a long run

        foreach (var sequence in old)
            queue.Add(new SimTime(7), sequence, new Nothing(), null, EventKind.Timer);

        TakeAll(queue).Should().Equal(Enumerable.Range(1, 400).Select(sequence => (7L, (long)sequence)));
    }

    [Theory]
    [InlineData("equal")]
    [InlineData("uniform")]
    [InlineData("exponential")]
    [InlineData("powers of two")]
    [InlineData("two clusters")]
    [InlineData("nanoseconds beside minutes")]
    [InlineData("ever denser")]
    [InlineData("up to the end of time")]
    public void No_event_moves_more_often_than_a_time_has_digits(string delays)
    {
        const int Count = 200_000;
        var random = new Random(1);
        var queue = new EventQueue();
        for (var i = 0; i < Count; i++)
            queue.Add(new SimTime(Later(0, Delays[delays](random, 0))), queue.NextSequence(), new Nothing(), null, EventKind.Foreground);

        for (var i = 0; i < Count; i++)
        {
            queue.TryTake(SimTime.MaxValue, out _).Should().BeTrue();
            var now = queue.DueTime;
            queue.Add(new SimTime(Later(now.Nanoseconds, Delays[delays](random, now.Nanoseconds))), queue.NextSequence(), new Nothing(), null, EventKind.Foreground);
        }

        TakeAll(queue).Should().HaveCount(Count);
        queue.Moves.Should().BeLessThan(2 * Count * 8);
    }

    [Fact]
    public void A_run_in_short_steps_moves_no_event_again_and_again()
    {
        var queue = new EventQueue();
        for (var i = 0; i < 10_000; i++)
            queue.Add(new SimTime((20 * Second) + i), queue.NextSequence(), new Nothing(), null, EventKind.Foreground);

        for (var end = 0L; end < 20 * Second; end += Second / 1000)
            queue.TryPeek(new SimTime(end), out _).Should().BeFalse();

        queue.Moves.Should().Be(0);
    }

    [Fact]
    public void Events_that_come_before_a_far_one_that_was_reached_are_soon_in_buckets_again()
    {
        var queue = new EventQueue();
        var random = new Random(1);
        queue.Add(new SimTime(4 * Second), queue.NextSequence(), new Nothing(), null, EventKind.Foreground);
        queue.TryPeek(SimTime.MaxValue, out _);

        for (var i = 0; i < 10_000; i++)
            queue.Add(new SimTime(random.NextInt64(3 * Second)), queue.NextSequence(), new Nothing(), null, EventKind.Foreground);

        queue.Moves.Should().BeLessThan(10_000);
        TakeAll(queue).Should().HaveCount(10_001).And.BeInAscendingOrder();
    }

    [Fact]
    public void A_queue_that_has_grown_grows_no_further_as_events_come_and_go()
    {
        var queue = new EventQueue();
        var handler = new Nothing();
        Hold(queue, handler, 50_000);
        Hold(queue, handler, 50_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Hold(queue, handler, 40_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Peeking_again_and_again_changes_nothing()
    {
        var queue = new EventQueue();
        queue.Add(new SimTime(5), queue.NextSequence(), new Nothing(), "b", EventKind.Foreground);
        queue.Add(new SimTime(3), queue.NextSequence(), new Nothing(), "a", EventKind.Background);

        for (var i = 0; i < 3; i++)
        {
            queue.TryPeek(SimTime.MaxValue, out var due).Should().BeTrue();
            (queue.DueTime, due.State, due.Kind).Should().Be((new SimTime(3), "a", EventKind.Background));
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

    [Fact]
    public void An_event_that_ran_leaves_its_slot_to_the_next_one_and_its_handle_names_no_other()
    {
        var queue = new EventQueue();
        var handler = new Nothing();
        var first = queue.Add(new SimTime(1), queue.NextSequence(), handler, "state", EventKind.Foreground);
        queue.TryTake(SimTime.MaxValue, out _);
        queue.Cancel(first, out _).Should().BeFalse();

        var second = queue.Add(new SimTime(2), queue.NextSequence(), handler, null, EventKind.Background);

        second.Slot.Should().Be(first.Slot);
        queue.Cancel(first, out _).Should().BeFalse();
        queue.TryTake(SimTime.MaxValue, out var due).Should().BeTrue();
        (due.State, due.Kind, due.Sequence).Should().Be((null, EventKind.Background, second.Sequence));
    }

    [Fact]
    public void An_event_that_ran_lets_go_of_its_handler_once_nothing_is_due()
    {
        var queue = new EventQueue();
        var handler = AddAndTake(queue);

        queue.TryTake(SimTime.MaxValue, out _).Should().BeFalse();
        GC.Collect();

        handler.TryGetTarget(out _).Should().BeFalse();
    }

    // Apart, so that no local keeps the handler or the state alive.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<object> AddAndTake(EventQueue queue)
    {
        var handler = new Nothing();
        queue.Add(new SimTime(5), queue.NextSequence(), handler, null, EventKind.Foreground);
        queue.TryTake(SimTime.MaxValue, out _).Should().BeTrue();
        return new WeakReference<object>(handler);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (EventHandle Handle, WeakReference<object> State) AddWithState(EventQueue queue)
    {
        var state = new object();
        return (queue.Add(new SimTime(5), queue.NextSequence(), new Nothing(), state, EventKind.Foreground), new WeakReference<object>(state));
    }

    private static long Later(long now, long delay) => (new SimTime(now) + new Duration(delay)).Nanoseconds;

    private static List<(long Time, long Sequence)> TakeAll(EventQueue queue)
    {
        var taken = new List<(long, long)>();
        while (queue.TryTake(SimTime.MaxValue, out var due))
            taken.Add((queue.DueTime.Nanoseconds, due.Sequence));

        return taken;
    }

    /// <summary>Fills the queue, replaces each event by a later one for some time, and empties it.</summary>
    private static void Hold(EventQueue queue, Nothing handler, int count)
    {
        var random = new SplitMix(42);
        var now = 0L;
        for (var i = 0; i < count; i++)
            queue.Add(new SimTime(random.Next(Second)), queue.NextSequence(), handler, null, EventKind.Foreground);
        for (var left = 2 * count; queue.TryTake(SimTime.MaxValue, out _); left--)
        {
            now = queue.DueTime.Nanoseconds;
            if (left > 0)
                queue.Add(new SimTime(now + random.Next(Second)), queue.NextSequence(), handler, null, EventKind.Foreground);
        }
    }

    private struct SplitMix(ulong state)
    {
        public long Next(long below)
        {
            var next = state += 0x9E3779B97F4A7C15;
            next = (next ^ (next >> 30)) * 0xBF58476D1CE4E5B9;
            return (long)((next ^ (next >> 27)) >> 1) % below;
        }
    }

    /// <summary>A queue and what it ought to hold; every step compares the two.</summary>
    private sealed class QueueAndReference
    {
        private readonly EventQueue _queue = new();
        private readonly SortedSet<(long Time, long Sequence)> _reference = [];
        private readonly List<Pending> _pending = [];
        private readonly Dictionary<long, int> _at = [];
        private readonly List<EventHandle> _former = [];
        private readonly Queue<long> _oldSequences = new();
        private readonly Nothing _handler = new();

        public long Now { get; private set; }

        /// <summary>When the next event is due, or now.</summary>
        public long Next => _reference.Count > 0 ? _reference.Min.Time : Now;

        public void Add(long time, Random random)
        {
            // As a timer does that was put off: some events are entered later than they were numbered.
            var sequence = _queue.NextSequence();
            if (random.Next(8) == 0)
            {
                _oldSequences.Enqueue(sequence);
                sequence = random.Next(2) == 0 ? _oldSequences.Dequeue() : _queue.NextSequence();
            }

            var kind = (EventKind)random.Next(3);
            var handle = _queue.Add(new SimTime(time), sequence, _handler, sequence, kind);
            _reference.Add((time, sequence));
            _at[sequence] = _pending.Count;
            _pending.Add(new Pending(time, sequence, kind, handle));
        }

        public void CancelOne(Random random)
        {
            if (_former.Count > 0 && random.Next(4) == 0)
                Assert.False(_queue.Cancel(_former[random.Next(_former.Count)], out _));
            if (_pending.Count == 0)
                return;
            var pending = _pending[random.Next(_pending.Count)];
            Forget(pending);
            Assert.True(_queue.Cancel(pending.Handle, out var kind));
            Assert.Equal(pending.Kind, kind);
        }

        public void PeekOnly() => Assert.Equal(_reference.Count > 0, _queue.TryPeek(SimTime.MaxValue, out _));

        public bool TakeOne(SimTime end)
        {
            var isDue = _queue.TryTake(end, out var due);
            if (_reference.Count == 0 || _reference.Min.Time > end.Nanoseconds)
            {
                Assert.False(isDue);
                return false;
            }

            var least = _reference.Min;
            var pending = _pending[_at[least.Sequence]];
            Assert.True(isDue);
            Assert.Equal(least, (_queue.DueTime.Nanoseconds, due.Sequence));
            Assert.Equal((pending.Sequence, pending.Kind), (due.State, due.Kind));
            Forget(pending);
            Now = least.Time;
            return true;
        }

        public void TakeAll()
        {
            while (TakeOne(SimTime.MaxValue))
            {
            }
        }

        private void Forget(Pending pending)
        {
            _reference.Remove((pending.Time, pending.Sequence));
            _former.Add(pending.Handle);
            var at = _at[pending.Sequence];
            _at.Remove(pending.Sequence);
            var last = _pending[^1];
            _pending.RemoveAt(_pending.Count - 1);
            if (last == pending)
                return;
            _pending[at] = last;
            _at[last.Sequence] = at;
        }
    }

    private sealed record Pending(long Time, long Sequence, EventKind Kind, EventHandle Handle);

    private sealed class Nothing : IEventHandler
    {
        public void OnEvent(object? state)
        {
        }
    }
}
