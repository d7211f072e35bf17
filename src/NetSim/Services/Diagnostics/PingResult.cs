using System.Net.NetworkInformation;
using System.Text;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using PingReply = NetSim.Sockets.PingReply;

namespace NetSim.Services.Diagnostics;

/// <summary>What a ping found out.</summary>
/// <param name="Destination">What was pinged, as it was asked for.</param>
/// <param name="Address">Its address.</param>
/// <param name="DataLength">The octets of data in each request.</param>
/// <param name="Replies">What became of each request, in order.</param>
public sealed record PingResult(string Destination, Ipv4Address Address, int DataLength, IReadOnlyList<PingReply> Replies)
{
    /// <summary>How many requests there were.</summary>
    public int Sent => Replies.Count;

    /// <summary>How many echo replies came.</summary>
    public int Received => Replies.Count(reply => reply.Status == IPStatus.Success);

    /// <summary>How many of a hundred requests got no echo reply, cut to a whole number.</summary>
    public int LossPercent => (Sent - Received) * 100 / Sent;

    /// <summary>The shortest round trip, or null where no echo reply came.</summary>
    public Duration? Minimum => RoundTripTimes.Cast<Duration?>().Min();

    /// <summary>The mean of the round trips, cut to whole nanoseconds, or null where no echo reply came.</summary>
    public Duration? Average => Received == 0 ? null : RoundTripTimes.Aggregate((sum, time) => sum + time) / Received;

    /// <summary>The longest round trip, or null where no echo reply came.</summary>
    public Duration? Maximum => RoundTripTimes.Cast<Duration?>().Max();

    private IEnumerable<Duration> RoundTripTimes =>
        Replies.Where(reply => reply.Status == IPStatus.Success).Select(reply => reply.RoundTripTime);

    /// <summary>As Windows' ping prints it.</summary>
    /// <remarks>Its statistics count every answer as received, also a router's that the destination is unreachable; <see cref="Received"/> does not.</remarks>
    public override string ToString()
    {
        var name = Destination == Address.ToString() ? Destination : $"{Destination} [{Address}]";
        var text = new StringBuilder($"Pinging {name} with {DataLength} bytes of data:\n");
        foreach (var reply in Replies)
            text.Append($"{reply}\n");
        var lost = Replies.Count(reply => reply.Status == IPStatus.TimedOut || !reply.IsSent);
        text.Append($"\nPing statistics for {Address}:\n");
        text.Append($"    Packets: Sent = {Sent}, Received = {Sent - lost}, Lost = {lost} ({lost * 100 / Sent}% loss),");
        if (Minimum is { } minimum && Average is { } average && Maximum is { } maximum)
        {
            text.Append("\nApproximate round trip times in milli-seconds:\n");
            text.Append($"    Minimum = {Milliseconds(minimum)}ms, Maximum = {Milliseconds(maximum)}ms, Average = {Milliseconds(average)}ms");
        }

        return text.ToString();
    }

    private static long Milliseconds(Duration time) => time.Nanoseconds / 1_000_000;
}
