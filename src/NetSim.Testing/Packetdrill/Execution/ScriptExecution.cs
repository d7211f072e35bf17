using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Calls;
using NetSim.Testing.Packetdrill.Language;
using NetSim.Testing.Packetdrill.Shell;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>One run of a script: its events in their order, each at its time.</summary>
internal sealed partial class ScriptExecution
{
    // Tolerances of packetdrill: 4 ms, and with Google's also an eighth of the time since the event before.
    private static readonly Duration DefaultTolerance = 4.Milliseconds;
    private const double DefaultTolerancePercent = 12.5;
    private const int DefaultMtu = 1_500;

    private readonly PacketdrillScript _script;
    private readonly ScriptOptions _settings;
    private readonly PacketdrillOptions _options;
    private readonly string? _folder;
    private readonly SegmentComparison _comparison;
    private readonly List<string> _exchange = [];
    private readonly List<ScriptConnection> _connections = [];

    private StackSettings _stack = null!;
    private ScriptAddresses _addresses = null!;
    private SymbolTable _symbols = SymbolTable.Linux;
    private CommandShell _shell = null!;
    private TestBed _bed = null!;
    private SystemCalls _calls = null!;
    private int _line;
    private Duration? _lastTime;

    public ScriptExecution(PacketdrillScript script, ScriptOptions settings, PacketdrillOptions options, string? folder)
    {
        _script = script;
        _settings = settings;
        _options = options;
        _folder = folder;
        _comparison = new SegmentComparison(options, settings);
    }

    /// <summary>The connection or socket that packets without ports belong to: the last one that was made.</summary>
    internal ScriptConnection? UnderTest { get; set; }

    /// <summary>Runs the script to its end, or to where it fails.</summary>
    public PacketdrillResult Run()
    {
        try
        {
            RunOrThrow();
            return Result(PacketdrillOutcome.Passed, 0, "");
        }
        catch (ScriptFailedException failure)
        {
            return Result(PacketdrillOutcome.Failed, failure.Line ?? _line, failure.Message) with { Expected = failure.Expected, Actual = failure.Actual };
        }
        catch (ScriptUnsupportedException unsupported)
        {
            return Result(PacketdrillOutcome.Unsupported, _line, unsupported.Message);
        }
        catch (EventBudgetExceededException)
        {
            return Result(PacketdrillOutcome.Failed, _line, $"The stack ran more than {_options.EventBudget} events.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of the stack, or a setting that it refuses: the other scripts of a run are to have their lines.
            return Result(PacketdrillOutcome.Failed, _line, $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private PacketdrillResult Result(PacketdrillOutcome outcome, int line, string text) =>
        new(outcome, _script.File, line, text) { Exchange = _exchange };

    private void RunOrThrow()
    {
        EnsureSupported();
        var profile = Dialect.ProfileOf(_script, _options);
        _stack = new StackSettings(profile, _settings.Mtu is { } mtu and > 0 ? mtu : DefaultMtu);
        _symbols = _stack.IsFreeBsd ? SymbolTable.FreeBsd : SymbolTable.Linux;
        _addresses = ScriptAddresses.Read(_settings);
        _shell = new CommandShell(_stack, _folder);

        var first = RunCommandsBeforeTheStack();
        _bed = new TestBed(_stack, _addresses, _options.Seed, _options.EventBudget) { OnSent = LogSent };
        _shell.Changed = () => _bed.Apply(_stack);
        _calls = new SystemCalls(new CallContext(this, _bed, _stack, _symbols, _addresses));
        if (_settings.DryRun)
            return;

        var last = LastIndexOfAction();
        for (var index = 0; index < _script.Events.Count; index++)
        {
            var scriptEvent = _script.Events[index];
            if (scriptEvent is CommandEvent && (index < first || index > last))
                continue; // done already; or undoing settings when nothing follows
            RunEvent(scriptEvent);
        }

        EndBlockedCall();
    }

    private void EnsureSupported()
    {
        if (_script.FirstUnsupported is { } unsupported)
        {
            _line = unsupported.Line;
            throw new ScriptUnsupportedException(unsupported.What);
        }

        if (_settings.Unknown.Count > 0)
        {
            _line = _settings.Unknown[0].Line;
            throw new ScriptUnsupportedException($"the option {_settings.Unknown[0]}");
        }

        if (_settings.UdpEncapsulation is not null)
            throw new ScriptUnsupportedException("TCP in UDP (--udp_encapsulation)");
    }

    /// <summary>Commands that come before anything else say how the stack is made. Returns where the others start.</summary>
    private int RunCommandsBeforeTheStack()
    {
        foreach (var path in (_settings.InitScripts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            _shell.Run(path);
        if (_script.InitCommand is { } init)
        {
            _line = init.Line;
            _shell.Run(init.Command);
        }

        var index = 0;
        for (; index < _script.Events.Count && _script.Events[index] is CommandEvent command; index++)
        {
            _line = command.Line;
            _shell.Run(command.Command);
        }

        return index;
    }

    private int LastIndexOfAction()
    {
        var index = _script.Events.Count - 1;
        while (index >= 0 && _script.Events[index] is CommandEvent)
            index--;
        return index;
    }

    private void RunEvent(ScriptEvent scriptEvent)
    {
        _line = scriptEvent.Line;
        var (start, end) = TimesOf(scriptEvent.Time);
        switch (scriptEvent)
        {
            case PacketEvent { Direction: PacketDirection.Outbound } packet:
                Expect(packet, start, end);
                break;
            case PacketEvent packet:
                WaitUntil(start, "inbound packet");
                Inject(packet);
                break;
            case SystemCallEvent call:
                WaitUntil(start, "system call");
                Call(call, call.BlockedUntil is { } until ? start + (until - call.Time.Start) : null);
                break;
            case CommandEvent command:
                WaitUntil(start, "command");
                Log(command.ToString());
                _shell.Run(command.Command, _calls);
                break;
            case CodeEvent code:
                WaitUntil(start, "code");
                Evaluate(code);
                break;
        }

        _lastTime = start;
    }

    /// <summary>The times of an event since the start of the script. Relative ones count from the end of the event before.</summary>
    private (Duration Start, Duration End) TimesOf(EventTime time) => time.Kind switch
    {
        EventTimeKind.Absolute or EventTimeKind.AbsoluteRange => (time.Start, time.End),
        EventTimeKind.Any => (_bed.Now, _bed.Now),
        _ => (_bed.Now + time.Start, _bed.Now + time.End),
    };

    private void WaitUntil(Duration time, string what)
    {
        if (time > _bed.Now)
            _bed.RunBefore(time);
        CheckBlockedCall();
        CheckTime(EventTimeKind.Absolute, time, time, _bed.Now, what);
    }

    private Duration ToleranceAt(Duration time)
    {
        var tolerance = _settings.Tolerance ?? DefaultTolerance;
        var percent = _settings.TolerancePercent ?? (_stack.IsFreeBsd ? 0 : DefaultTolerancePercent);
        var share = _lastTime is { } last && time > last ? new Duration((long)((time - last).Nanoseconds * (percent / 100))) : Duration.Zero;
        return Duration.Max(tolerance, share);
    }

    private void CheckTime(EventTimeKind kind, Duration start, Duration end, Duration actual, string what)
    {
        var tolerance = ToleranceAt(start);
        if (kind == EventTimeKind.Any || (actual + tolerance >= start && actual <= end + tolerance))
            return;
        var expected = start == end ? $"at {EventTime.Seconds(start)}" : $"from {EventTime.Seconds(start)} to {EventTime.Seconds(end)}";
        throw new ScriptFailedException(
            $"timing error: expected {what} {expected} s but happened at {EventTime.Seconds(actual)} s; tolerance {EventTime.Seconds(tolerance)} s");
    }

    private void Log(string text) => _exchange.Add($"{_bed.Now.TotalSeconds,11:0.000000} {text}");
}
