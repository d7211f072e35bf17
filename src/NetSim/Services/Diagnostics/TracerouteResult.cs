using System.Globalization;
using System.Text;
using NetSim.Kernel;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Diagnostics;

/// <summary>What a traceroute found out.</summary>
/// <param name="Destination">What was asked for.</param>
/// <param name="Address">Its address.</param>
/// <param name="Options">How it was asked for.</param>
/// <param name="Hops">Who answered, by TTL.</param>
public sealed record TracerouteResult(string Destination, Ipv4Address Address, TracerouteOptions Options, IReadOnlyList<TracerouteHop> Hops)
{
    /// <summary>Whether the destination itself answered.</summary>
    public bool DestinationReached => Hops.Any(hop => hop.Probes.Any(probe => probe.IsFinal && probe.Address == Address));

    /// <summary>As Linux' traceroute prints it.</summary>
    public override string ToString()
    {
        var length = Options.DataLength + TracerouteOptions.HeadersLength;
        return $"traceroute to {Destination} ({Address}), {Options.MaxHops} hops max, {length} byte packets\n{string.Join('\n', Hops)}";
    }
}

/// <summary>The probes of one TTL.</summary>
/// <param name="TimeToLive">The TTL that they were sent with.</param>
/// <param name="Probes">What became of each, in order.</param>
public sealed record TracerouteHop(int TimeToLive, IReadOnlyList<TracerouteProbe> Probes)
{
    /// <summary>Who answered first, or null where nobody did.</summary>
    public Ipv4Address? Address => Probes.FirstOrDefault(probe => probe.Address is not null)?.Address;

    /// <summary>As Linux' traceroute prints it, such as <c> 1  10.0.0.1 (10.0.0.1)  0.052 ms  0.050 ms  *</c>: an address stands where it changes.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{TimeToLive,2} ");
        Ipv4Address? last = null;
        foreach (var probe in Probes)
        {
            if (probe.Address is { } address && address != last)
                text.Append($" {address} ({address})");
            last = probe.Address ?? last;
            text.Append(probe.Address is null ? " *" : $"  {probe}");
        }

        return text.ToString();
    }
}

/// <summary>What became of one probe.</summary>
/// <param name="Address">Who answered, or this host itself where it found out; null where nobody did in time.</param>
/// <param name="RoundTripTime">From the probe to the answer; null where none came.</param>
/// <param name="Annotation">What else than "go on" the answer says, such as <c>!H</c> for an unreachable host; null for nothing.</param>
/// <param name="IsFinal">Whether there is nothing behind: the destination answered, or is out of reach.</param>
public sealed record TracerouteProbe(Ipv4Address? Address, Duration? RoundTripTime, string? Annotation, bool IsFinal)
{
    internal static TracerouteProbe Unanswered { get; } = new(null, null, null, false);

    /// <summary>Such as <c>0.052 ms !H</c>, or <c>*</c>.</summary>
    public override string ToString() => RoundTripTime is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Nanoseconds / 1_000_000m:0.000} ms{(Annotation is null ? "" : " ")}{Annotation}")
        : "*";
}
