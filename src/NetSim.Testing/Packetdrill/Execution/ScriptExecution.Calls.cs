using System.Numerics;
using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Calls;
using NetSim.Testing.Packetdrill.Language;
using NetSim.Testing.Packetdrill.Language.Python;

namespace NetSim.Testing.Packetdrill.Execution;

/// <content>System calls and code.</content>
internal sealed partial class ScriptExecution
{
    private readonly PythonEvaluator _python = new();
    private BlockedCall? _blocked;

    /// <summary>Starts a call. One without an end of its own has to return at once, or within the tolerance.</summary>
    private void Call(SystemCallEvent call, Duration? end)
    {
        if (end is not null && _blocked is not null)
            throw new ScriptFailedException($"{call.Name} blocks while {_blocked.Event.Name} of line {_blocked.Event.Line} does.");
        Log(call.ToString());
        var started = new BlockedCall(call, end);
        _bed.Simulation.Start(async () =>
        {
            started.Result = await _calls.Invoke(call);
            started.ReturnedAt = _bed.Now;
        });
        if (end is not null)
        {
            _blocked = started;
            CheckBlockedCall();
            return;
        }

        var limit = _bed.Now + ToleranceAt(_bed.Now);
        while (started.Result is null && _bed.Now <= limit && _bed.Simulation.Step())
            CheckBlockedCall();
        Check(started);
    }

    private void Check(BlockedCall call)
    {
        if (call.Result is not { } result)
            throw new ScriptFailedException($"{call.Event.Name} does not return", call.Event.ToString()) { Line = call.Event.Line };
        if (CallResultComparison.FindDifference(call.Event, result, _symbols) is not { } difference)
            return;
        if (_settings.SystemCallErrorsAreWarnings)
            Log($"(warning: {difference})");
        else
            throw new ScriptFailedException(difference, call.Event.ToString(), $"{call.Event.Name}(…) = {result}") { Line = call.Event.Line };
    }

    /// <summary>Looks whether the call that blocks has returned, and whether it should have.</summary>
    private void CheckBlockedCall()
    {
        if (_blocked is not { } call)
            return;
        var end = call.End!.Value;
        var tolerance = ToleranceAt(end);
        if (call.Result is null && _bed.Now <= end + tolerance)
            return;

        _blocked = null;
        var at = call.ReturnedAt ?? _bed.Now;
        if (call.Result is null)
            throw new ScriptFailedException($"{call.Event.Name} does not return at {EventTime.Seconds(end)} s", call.Event.ToString()) { Line = call.Event.Line };
        if (at + tolerance < end || at > end + tolerance)
        {
            throw new ScriptFailedException(
                $"timing error: expected {call.Event.Name} to return at {EventTime.Seconds(end)} s but happened at {EventTime.Seconds(at)} s; tolerance {EventTime.Seconds(tolerance)} s",
                call.Event.ToString(), $"{call.Event.Name}(…) = {call.Result}") { Line = call.Event.Line };
        }

        Check(call);
    }

    private void EndBlockedCall()
    {
        while (_blocked is { } call && _bed.Now <= call.End!.Value + ToleranceAt(call.End.Value) && _bed.Simulation.Step())
            CheckBlockedCall();
        if (_blocked is { } waiting)
            throw new ScriptFailedException($"{waiting.Event.Name} does not return", waiting.Event.ToString()) { Line = waiting.Event.Line };
    }

    private void Evaluate(CodeEvent code)
    {
        Log(code.ToString());
        var result = _python.Run(code.Code, LookUp);
        switch (result.Outcome)
        {
            case CodeOutcome.AssertionFailed:
                throw new ScriptFailedException($"assertion failed: {result.Text}", code.ToString());
            case CodeOutcome.Unsupported:
                throw new ScriptUnsupportedException($"code: {result.Text}");
        }
    }

    private BigInteger? LookUp(string name)
    {
        if (name.StartsWith("tcpi_", StringComparison.Ordinal))
        {
            var socket = _calls.SocketOf(UnderTest) ?? throw new ScriptFailedException($"{name}: no open socket is there to ask.");
            return TcpInfoFields.Find(name, socket, _stack.IsFreeBsd);
        }

        return _symbols.TryGetValue(name, out var value) ? value : null;
    }

    /// <summary>A system call under way.</summary>
    private sealed class BlockedCall(SystemCallEvent call, Duration? end)
    {
        public SystemCallEvent Event { get; } = call;

        /// <summary>When it should return, for a call that blocks.</summary>
        public Duration? End { get; } = end;

        public CallResult? Result { get; set; }

        public Duration? ReturnedAt { get; set; }
    }
}
