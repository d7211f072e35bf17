using NetSim.Kernel;
using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>What happens at a time: a packet, a system call, a command, or code.</summary>
/// <remarks><see cref="object.ToString"/> is the event in the script's notation, without its time.</remarks>
/// <param name="Line">The line of the script where the event starts, counted from 1.</param>
/// <param name="Time">When it happens.</param>
internal abstract record ScriptEvent(int Line, EventTime Time);

/// <summary>A system call with its expected result.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When the program calls.</param>
/// <param name="BlockedUntil">
/// For a call that blocks (<c>0.1...0.3 accept(…)</c>) when it returns, counted from where <paramref name="Time"/> counts from;
/// <see langword="null"/> for a call that returns at once.
/// </param>
/// <param name="Name">The call's name.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Result">What it returns; an ellipsis for anything.</param>
/// <param name="Errno">The symbol of the expected error, such as <c>EAGAIN</c>.</param>
/// <param name="Note">The words in parentheses or brackets at the end, which nobody checks.</param>
internal sealed record SystemCallEvent(
    int Line,
    EventTime Time,
    Duration? BlockedUntil,
    string Name,
    PduList<Expression> Arguments,
    Expression Result,
    string? Errno,
    string? Note) : ScriptEvent(Line, Time)
{
    public override string ToString() =>
        $"{(BlockedUntil is { } end ? "..." + EventTime.Seconds(end) + " " : "")}{Name}({string.Join(", ", Arguments)}) = {Result}"
        + (Errno is null ? "" : " " + Errno) + (Note is null ? "" : $" ({Note})");
}

/// <summary>A shell command in backticks.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it runs.</param>
/// <param name="Command">The text between the backticks, which may have several lines.</param>
internal sealed record CommandEvent(int Line, EventTime Time, string Command) : ScriptEvent(Line, Time)
{
    public override string ToString() => $"`{Command}`";
}

/// <summary>Python code in <c>%{ … }%</c>, run by <see cref="Python.PythonEvaluator"/>.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it runs: what it asserts about the socket is as of then.</param>
/// <param name="Code">The text between the brackets, which may have several lines.</param>
internal sealed record CodeEvent(int Line, EventTime Time, string Code) : ScriptEvent(Line, Time)
{
    public override string ToString() => $"%{{ {Code} }}%";
}

/// <summary>An event that the language has and this implementation does not run: with it, a script cannot pass.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it would happen.</param>
/// <param name="What">What is not supported: "SCTP packets".</param>
internal sealed record UnsupportedEvent(int Line, EventTime Time, string What) : ScriptEvent(Line, Time)
{
    public override string ToString() => $"(unsupported: {What})";
}
