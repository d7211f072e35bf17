using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;

namespace NetSim.Services.Diagnostics;

/// <summary>Several echo requests, one after the other.</summary>
internal static class PingRun
{
    public static async Task<PingResult> RunAsync(
        HostStack stack, string destination, Ipv4Address address, PingOptions options, CancellationToken cancellationToken)
    {
        var simulation = stack.Simulation;
        using var ping = new Ping(stack, address, options);
        var replies = new List<PingReply>();
        while (true)
        {
            var next = simulation.Now + options.Interval;
            // RFC 792: the sequence number counts the requests; it may wrap.
            replies.Add(await ping.SendAsync(unchecked((ushort)(options.SequenceNumber + replies.Count)), cancellationToken));
            if (replies.Count == options.Count)
                return new PingResult(destination, address, options.DataLength, replies);
            if (simulation.Now < next)
                await simulation.Delay(next - simulation.Now, cancellationToken);
        }
    }
}
