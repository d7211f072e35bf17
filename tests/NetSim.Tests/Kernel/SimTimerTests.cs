using NetSim.Kernel;

namespace NetSim.Tests.Kernel;

public sealed class SimTimerTests
{
    private readonly Simulation _simulation = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void A_timer_expires_once_at_its_deadline()
    {
        var timer = Timer("rto");
        timer.Start(2.Seconds);
        timer.IsRunning.Should().BeTrue();
        timer.Deadline.Should().Be(SimTime.At(2.Seconds));

        _simulation.Run();

        _ran.Should().Equal("rto 2.000000000");
        timer.IsRunning.Should().BeFalse();
    }

    [Fact]
    public void A_timer_that_is_put_off_expires_at_the_last_deadline_only()
    {
        var timer = Timer("rto");
        timer.Start(1.Seconds);
        _simulation.Schedule(900.Milliseconds, () => timer.Start(1.Seconds));
        _simulation.Schedule(1.8.Seconds, () => timer.Start(1.Seconds));

        _simulation.Run();

        _ran.Should().Equal("rto 2.800000000");
        _simulation.ExecutedEvents.Should().Be(3);
    }

    [Fact]
    public void A_timer_that_is_armed_for_earlier_expires_earlier()
    {
        var timer = Timer("ack");
        timer.Start(10.Seconds);
        timer.Start(1.Seconds);

        _simulation.Run();

        _ran.Should().Equal("ack 1.000000000");
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
    }

    [Fact]
    public void A_stopped_timer_neither_expires_nor_moves_the_clock_nor_keeps_a_run_alive()
    {
        var timer = Timer("rto");
        timer.Start(5.Seconds);
        _simulation.Schedule(1.Seconds, timer.Stop);

        _simulation.Run();
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
        _simulation.Step().Should().BeFalse();

        _ran.Should().BeEmpty();
        _simulation.Now.Should().Be(SimTime.At(1.Seconds));
    }

    [Fact]
    public void A_put_off_timer_does_not_show_the_clock_its_former_deadline()
    {
        var timer = Timer("rto");
        timer.Start(1.Seconds);
        timer.Start(10.Seconds);

        _simulation.Step().Should().BeTrue();

        _ran.Should().Equal("rto 10.000000000");
        _simulation.ExecutedEvents.Should().Be(1);
    }

    [Fact]
    public void Timers_and_events_of_one_time_run_in_the_order_of_arming()
    {
        var first = Timer("armed first");
        var last = Timer("armed last");
        last.Start(1.Seconds);  // its entry is the oldest, but it is armed anew below
        first.Start(3.Seconds);
        _simulation.Schedule(3.Seconds, () => _ran.Add($"event {_simulation.Now}"));
        last.Start(3.Seconds);

        _simulation.Run();

        _ran.Should().Equal("armed first 3.000000000", "event 3.000000000", "armed last 3.000000000");
    }

    [Fact]
    public void A_background_timer_keeps_no_run_alive()
    {
        var ageing = new SimTimer(_simulation, () => _ran.Add("aged")) { IsBackground = true };
        ageing.Start(2.Seconds);
        _simulation.Schedule(1.Seconds, () => { });

        _simulation.Run();
        _ran.Should().BeEmpty();
        ageing.IsRunning.Should().BeTrue();

        _simulation.RunFor(1.Seconds);
        _ran.Should().Equal("aged");
    }

    [Fact]
    public void A_timer_may_be_armed_again_when_it_expires()
    {
        SimTimer timer = null!;
        timer = new SimTimer(_simulation, () =>
        {
            _ran.Add($"{_simulation.Now}");
            if (_ran.Count < 3)
                timer.Start(1.Seconds);
        });
        timer.Start(1.Seconds);

        _simulation.Run();

        _ran.Should().Equal("1.000000000", "2.000000000", "3.000000000");
    }

    [Fact]
    public void A_timer_that_throws_is_not_running_and_can_be_armed_again()
    {
        var timer = new SimTimer(_simulation, () => throw new FormatException());
        timer.Start(1.Seconds);

        _simulation.Invoking(s => s.Run()).Should().Throw<FormatException>();
        timer.IsRunning.Should().BeFalse();
        _simulation.IsIdle.Should().BeTrue();

        timer.Start(1.Seconds);
        _simulation.Invoking(s => s.Run()).Should().Throw<FormatException>();
        _simulation.Now.Should().Be(SimTime.At(2.Seconds));
    }

    [Fact]
    public void A_negative_delay_is_refused()
    {
        Timer("rto").Invoking(timer => timer.Start(new Duration(-1))).Should().Throw<ArgumentOutOfRangeException>();
        _simulation.IsIdle.Should().BeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lazy_timers_expire_as_timers_that_cancel_and_reschedule_would(int seed)
    {
        var lazy = TimerProgram.Run(seed, simulation => new LazyAlarm(simulation));
        var naive = TimerProgram.Run(seed, simulation => new NaiveAlarm(simulation));

        lazy.Should().HaveCountGreaterThan(1000).And.Equal(naive);
    }

    private SimTimer Timer(string name) => new(_simulation, () => _ran.Add($"{name} {_simulation.Now}"));

    private interface IAlarm
    {
        void Start(Duration delay, Action action);

        void Stop();
    }

    /// <summary>A random program of arming and stopping, the same for every kind of timer; its log is what expired when.</summary>
    private static class TimerProgram
    {
        public static List<string> Run(int seed, Func<Simulation, IAlarm> create)
        {
            var simulation = new Simulation();
            var random = new Random(seed);
            var alarms = Enumerable.Range(0, 20).Select(_ => create(simulation)).ToList();
            var log = new List<string>();
            var left = 5000;

            void Act()
            {
                for (var i = random.Next(4); i >= 0; i--)
                {
                    var number = random.Next(alarms.Count);
                    if (random.Next(5) == 0)
                        alarms[number].Stop();
                    else
                        alarms[number].Start(new Duration(random.Next(30)), () => Expire(number));
                }

                if (left-- > 0)
                    simulation.Schedule(new Duration(random.Next(10)), Act);
            }

            void Expire(int number)
            {
                log.Add($"{number} at {simulation.Now}");
                if (random.Next(3) == 0)
                    alarms[random.Next(alarms.Count)].Stop();
            }

            Act();
            simulation.Run();
            log.Add($"ended at {simulation.Now} after {simulation.ExecutedEvents}");
            return log;
        }
    }

    private sealed class LazyAlarm : IAlarm
    {
        private readonly SimTimer _timer;
        private Action _action = () => { };

        public LazyAlarm(Simulation simulation) => _timer = new SimTimer(simulation, () => _action());

        public void Start(Duration delay, Action action)
        {
            _action = action;
            _timer.Start(delay);
        }

        public void Stop() => _timer.Stop();
    }

    private sealed class NaiveAlarm(Simulation simulation) : IAlarm
    {
        private EventHandle _event;

        public void Start(Duration delay, Action action)
        {
            simulation.Cancel(_event);
            _event = simulation.Schedule(delay, action);
        }

        public void Stop() => simulation.Cancel(_event);
    }
}
