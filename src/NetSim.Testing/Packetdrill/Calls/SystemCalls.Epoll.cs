using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <content>epoll, Linux's way of waiting for many sockets.</content>
internal sealed partial class SystemCalls
{
    private const long EdgeInterval = 1; // ms

    private CallResult CreateEpoll(CallArguments call)
    {
        if (context.IsFreeBsd)
            throw new ScriptUnsupportedException($"the system call {call.Event.Name} on FreeBSD");
        return Add(new EpollDescriptor(NewNumber(call)));
    }

    private CallResult ControlEpoll(CallArguments call, Descriptor descriptor)
    {
        call.Expect(4);
        if (descriptor is not EpollDescriptor epoll || !_descriptors.TryGetValue(call.Integer(2), out var target))
            return CallResult.Fail(descriptor is EpollDescriptor ? "EBADF" : "EINVAL");
        var isThere = epoll.Watched.ContainsKey(target.Number);
        switch (call.Symbol(1))
        {
            case "EPOLL_CTL_DEL":
                return epoll.Watched.Remove(target.Number) ? CallResult.Success : CallResult.Fail("ENOENT");
            case "EPOLL_CTL_ADD" when isThere:
                return CallResult.Fail("EEXIST");
            case "EPOLL_CTL_MOD" when !isThere:
                return CallResult.Fail("ENOENT");
        }

        var (events, data) = EpollEvent(call, call.Structure(3));
        context.Symbols.TryGetValue("EPOLLET", out var edge);
        context.Symbols.TryGetValue("EPOLLONESHOT", out var once);
        epoll.Watched[target.Number] = new EpollWatch(target, events & ~(edge | once), data)
        {
            IsEdgeTriggered = (events & edge) != 0,
            IsOneShot = (events & once) != 0,
        };
        return CallResult.Success;
    }

    private static (long Events, long Data) EpollEvent(CallArguments call, StructureExpression structure)
    {
        var events = call.Evaluate(structure["events"] ?? structure.Fields[0].Value) ?? throw call.NotSupported(3);
        var data = structure["fd"] ?? structure["ptr"] ?? structure["u32"] ?? structure["u64"] ?? (structure.Fields.Count > 1 ? structure.Fields[1].Value : null);
        return (events, data is null ? 0 : call.Evaluate(data) ?? 0);
    }

    private async Task<CallResult> WaitEpoll(CallArguments call, Descriptor descriptor)
    {
        if (descriptor is not EpollDescriptor epoll)
            return CallResult.Fail("EINVAL");
        var expected = call[1] switch
        {
            StructureExpression one => [EpollEvent(call, one)],
            ArrayExpression several => several.Items.OfType<StructureExpression>().Select(item => EpollEvent(call, item)).ToList(),
            EllipsisExpression => null,
            _ => throw call.NotSupported(1),
        };
        var actual = await WaitEpoll(epoll, call.Integer(2), call.Number(3));
        var differs = expected is not null && actual.Count > 0 && !actual.Select(row => row.Events).SequenceEqual(expected.Take(actual.Count).Select(row => row.Events));
        return new CallResult(actual.Count)
        {
            Mismatch = differs ? $"expected the events {call[1]}, got {string.Join(", ", actual.Select(row => $"0x{row.Events:x}"))}" : null,
        };
    }

    private async Task<List<(long Events, long Data)>> WaitEpoll(EpollDescriptor epoll, int most, long milliseconds)
    {
        var deadline = milliseconds < 0 ? (Duration?)null : context.Bed.Now + new Duration(milliseconds * 1_000_000);
        while (true)
        {
            // What has told of its events is looked at again and again: there is no waiting for more of what is there already.
            var watched = epoll.Watched.Values.Where(watch => !watch.IsSpent).ToList();
            var told = watched.Where(watch => !watch.HasNews).ToList();
            var files = watched.Except(told).Select(watch => ((Descriptor?)watch.Target, watch.Events)).ToList();
            var left = deadline is { } end ? (end - context.Bed.Now).Nanoseconds / 1_000_000d : -1;
            var wait = told.Count == 0 ? (long)Math.Ceiling(left) : left < 0 ? EdgeInterval : Math.Min((long)Math.Ceiling(left), EdgeInterval);
            var events = await WaitAsync(files, wait);
            var ready = watched.Except(told).Select((watch, i) => (Watch: watch, Events: events[i])).Where(row => row.Events != 0).Take(most).ToList();
            ready.ForEach(row => row.Watch.OnTold());
            if (ready.Count > 0 || deadline <= context.Bed.Now)
                return [.. ready.Select(row => (row.Events, row.Watch.Data))];
        }
    }
}
