using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Arp;

/// <summary>An address of the host itself: probed before it is used, announced, and defended (RFC 5227).</summary>
internal sealed class ArpOwnAddress(NetworkInterface networkInterface, Ipv4Address address)
{
    public NetworkInterface Interface { get; } = networkInterface;

    public Ipv4Address Address { get; } = address;

    /// <summary>Whether others are still asked whether they have the address, so that it is not used yet.</summary>
    public bool IsProbed { get; set; }

    /// <summary>How many probes, and after them how many announcements, went out.</summary>
    public int Sent { get; set; }

    /// <summary>Until the next probe, and after the last one until the address may be used. It keeps a run alive: hosts wait for it.</summary>
    public required SimTimer ProbeTimer { get; init; }

    /// <summary>Until the next announcement.</summary>
    public required SimTimer AnnounceTimer { get; init; }

    /// <summary>When the address was last defended.</summary>
    public SimTime? DefendedAt { get; set; }

    /// <summary>What the next probe or announcement is caused by.</summary>
    public PduEvent? Cause { get; set; }

    /// <summary>The packets that are sent once the address may be used, the oldest first.</summary>
    public Queue<(Ipv4Address NextHop, Ipv4Packet Packet, PduEvent? Cause)> Waiting { get; } = new();

    public void Stop()
    {
        IsProbed = false;
        ProbeTimer.Stop();
        AnnounceTimer.Stop();
    }
}
