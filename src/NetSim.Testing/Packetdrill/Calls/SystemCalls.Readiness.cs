using NetSim.Kernel;
using NetSim.Sockets;
using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <content>Waiting for sockets, and the flags and queues of one.</content>
internal sealed partial class SystemCalls
{
    private static readonly (string Name, TcpReadiness Readiness)[] PollEvents =
    [
        ("POLLIN", TcpReadiness.Readable), ("POLLRDNORM", TcpReadiness.Readable), ("POLLOUT", TcpReadiness.Writable),
        ("POLLWRNORM", TcpReadiness.Writable), ("POLLPRI", TcpReadiness.Urgent), ("POLLRDHUP", TcpReadiness.PeerClosed),
        ("POLLERR", TcpReadiness.Error), ("POLLHUP", TcpReadiness.HungUp),
    ];

    private async Task<CallResult> Poll(CallArguments call)
    {
        call.Expect(3);
        if (call[0] is not ArrayExpression list)
            throw call.NotSupported(0);
        var entries = list.Items.Select(item => PollEntry(call, item)).ToList();
        var ready = await WaitAsync([.. entries.Select(entry => (entry.Target, entry.Events))], call.Number(2));
        var mismatches = entries.Select((entry, i) => entry.Expected is { } expected && expected != ready[i]
            ? $"expected the events 0x{expected:x} of file descriptor {entry.Number}, got 0x{ready[i]:x}"
            : null);
        return new CallResult(ready.Count(events => events != 0)) { Mismatch = mismatches.FirstOrDefault(text => text is not null) };
    }

    private (int Number, Descriptor? Target, long Events, long? Expected) PollEntry(CallArguments call, Expression item)
    {
        if (item is not StructureExpression entry)
            throw call.NotSupported(0);
        Expression? Field(string name, int place) => entry[name] ?? (entry.Fields.Count > place && entry.Fields[place].Name is null ? entry.Fields[place].Value : null);
        var number = Field("fd", 0) is { } fd && call.Evaluate(fd) is { } value ? (int)value : throw call.NotSupported(0);
        var events = Field("events", 1) is { } wanted && call.Evaluate(wanted) is { } bits ? bits : throw call.NotSupported(0);
        var returned = Field("revents", 2);
        return (number, _descriptors.GetValueOrDefault(number), events, returned is null or EllipsisExpression ? null : call.Evaluate(returned) ?? throw call.NotSupported(0));
    }

    /// <summary>Waits until one of the files has an event, or the time has passed.</summary>
    /// <param name="files">Whom to wait for, and for what.</param>
    /// <param name="milliseconds">For how long; for ever if negative.</param>
    /// <returns>The events of each.</returns>
    private async Task<long[]> WaitAsync(IReadOnlyList<(Descriptor? Target, long Events)> files, long milliseconds)
    {
        var deadline = milliseconds < 0 ? (Duration?)null : context.Bed.Now + new Duration(milliseconds * 1_000_000);
        while (true)
        {
            var ready = files.Select(file => EventsOf(file.Target, file.Events)).ToArray();
            if (Array.Exists(ready, events => events != 0) || deadline <= context.Bed.Now)
                return ready;
            using var source = new CancellationTokenSource();
            var waits = files.Select(file => file.Target!.WaitAsync(ReadinessOf(file.Events), source.Token)).ToList();
            if (deadline is { } end)
                waits.Add(context.Bed.Simulation.Delay(end - context.Bed.Now, source.Token));
            await Task.WhenAny(waits);
            Cancel(source);
        }
    }

    // Not by CancelAsync, which goes to another thread.
    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    private long EventsOf(Descriptor? target, long events)
    {
        if (target is null)
            return context.Symbols.TryGetValue("POLLNVAL", out var invalid) ? invalid : 0;
        var readiness = target.Readiness;
        var always = TcpReadiness.Error | TcpReadiness.HungUp;
        var ready = 0L;
        foreach (var (name, bit) in PollEvents)
        {
            if (context.Symbols.TryGetValue(name, out var value) && (readiness & bit) != 0 && ((events & value) != 0 || (bit & always) != 0))
                ready |= value;
        }

        return ready;
    }

    private TcpReadiness ReadinessOf(long events) => PollEvents
        .Where(row => context.Symbols.TryGetValue(row.Name, out var value) && (events & value) != 0)
        .Aggregate(TcpReadiness.None, (all, row) => all | row.Readiness);

    private CallResult Fcntl(CallArguments call, Descriptor descriptor)
    {
        context.Symbols.TryGetValue("O_NONBLOCK", out var nonBlocking);
        context.Symbols.TryGetValue("O_RDWR", out var readWrite);
        switch (call.Symbol(1))
        {
            case "F_GETFL":
                return new CallResult(readWrite | (descriptor.IsNonBlocking ? nonBlocking : 0));
            case "F_SETFL":
                call.Expect(3);
                descriptor.IsNonBlocking = (call.Number(2) & nonBlocking) != 0;
                return CallResult.Success;
            case "F_GETFD":
                return CallResult.Success;
            case "F_SETFD":
                return CallResult.Success;
            default:
                throw new ScriptUnsupportedException($"fcntl with {call[1]}");
        }
    }

    private static CallResult Ioctl(CallArguments call, Descriptor descriptor)
    {
        call.Expect(3);
        var command = call.Symbol(1);
        if (command == "FIONBIO")
        {
            descriptor.IsNonBlocking = call.Pointed(2) is not (null or 0);
            return CallResult.Success;
        }

        var actual = (command, descriptor) switch
        {
            ("FIONREAD" or "SIOCINQ", TcpDescriptor tcp) => tcp.Socket.IsListening ? -1 : tcp.Socket.Available,
            ("FIONREAD" or "SIOCINQ", UdpDescriptor udp) => udp.Available,
            ("SIOCOUTQ" or "FIONWRITE", TcpDescriptor tcp) => tcp.Socket.Unacknowledged,
            ("SIOCOUTQNSD", TcpDescriptor tcp) => tcp.Socket.GetInfo().UnsentOctets,
            ("SIOCATMARK", TcpDescriptor tcp) => tcp.Socket.IsAtUrgentMark ? 1 : 0,
            _ => throw new ScriptUnsupportedException($"ioctl with {command}"),
        };
        if (actual < 0)
            return CallResult.Fail("EINVAL");
        var expected = call.Pointed(2);
        return CallResult.Success with { Mismatch = expected is null || expected == actual ? null : $"expected {expected}, got {actual}" };
    }
}
