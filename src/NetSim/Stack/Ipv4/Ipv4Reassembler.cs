using NetSim.Kernel;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>Puts fragments together to the packets they were (RFC 791 §3.2, RFC 1122 §3.3.2), within bounded memory.</summary>
/// <remarks>
/// It sends nothing and writes no trace: each fragment gets its answer, and <see cref="Abandoned"/> tells of packets that are given up
/// later. Waiting for fragments is a background matter: a run does not last until the wait is over.
/// </remarks>
internal sealed class Ipv4Reassembler
{
    private readonly Simulation _simulation;
    private readonly Ipv4ReassemblyOptions _options;
    private readonly OrderedDictionary<FragmentKey, Ipv4Reassembly> _reassemblies = [];   // the oldest, which ends first, first
    private readonly SimTimer _timeout;   // of the oldest: all wait equally long

    public Ipv4Reassembler(Simulation simulation, Ipv4ReassemblyOptions options)
    {
        _simulation = simulation;
        _options = options;
        _timeout = new SimTimer(simulation, DropExpired) { IsBackground = true };
    }

    /// <summary>Called for a packet whose time ran out, or for which there is no room any more.</summary>
    public Action<AbandonedReassembly>? Abandoned { get; set; }

    /// <summary>How many packets are incomplete, or given up and remembered.</summary>
    public int Count => _reassemblies.Count;

    /// <summary>How many octets the fragments take that are kept.</summary>
    public int HeldOctets { get; private set; }

    /// <summary>Takes a fragment.</summary>
    /// <exception cref="ArgumentException">The packet is whole.</exception>
    public ReassemblyResult Add(Ipv4Packet fragment)
    {
        if (!fragment.IsFragment)
            throw new ArgumentException("The packet is no fragment. Hand it on as it is.", nameof(fragment));
        if (FindFault(fragment) is { } fault)
            return fault;

        var reassembly = FindOrOpen(FragmentKey.Of(fragment));
        var before = reassembly.HeldOctets;
        var result = reassembly.Add(fragment);
        HeldOctets += reassembly.HeldOctets - before;
        if (result.Packet is not null)
            Remove(reassembly);
        return DropOldestWhileFull(reassembly) ?? result;
    }

    /// <summary>What is wrong with a fragment whatever the others are.</summary>
    private static ReassemblyResult? FindFault(Ipv4Packet fragment)
    {
        var payloadLength = fragment.Payload.WireLength;
        var totalLength = fragment.HeaderLength + Ipv4Reassembly.EndOf(fragment);
        if (payloadLength == 0)
            return new(DropReason.FragmentEmpty, [fragment.Identification, fragment.FragmentOffset]);
        if (fragment.MoreFragments && payloadLength % 8 != 0)
            return new(DropReason.FragmentLengthOdd, [fragment.Identification, payloadLength]);
        if (totalLength > ushort.MaxValue)
            return new(DropReason.FragmentPastMaximum, [fragment.Identification, totalLength]);
        return null;
    }

    private Ipv4Reassembly FindOrOpen(FragmentKey key)
    {
        if (_reassemblies.TryGetValue(key, out var found))
            return found;
        if (_reassemblies.Count >= _options.MaxReassemblies)
            Abandon(_reassemblies.GetAt(0).Value, DropReason.TooManyReassemblies, _options.MaxReassemblies);

        var opened = new Ipv4Reassembly(key, _simulation.Now + _options.Timeout);
        _reassemblies.Add(key, opened);
        if (!_timeout.IsRunning)
            _timeout.Start(_options.Timeout);
        return opened;
    }

    /// <returns>The answer to the last fragment where its own packet had to go, else null.</returns>
    private ReassemblyResult? DropOldestWhileFull(Ipv4Reassembly current)
    {
        ReassemblyResult? result = null;
        while (HeldOctets > _options.MaxOctets)
        {
            var oldest = _reassemblies.GetAt(0).Value;
            Abandon(oldest, DropReason.ReassemblyMemoryFull, _options.MaxOctets);
            if (oldest == current)
                result = new(DropReason.ReassemblyMemoryFull, [current.Key.Identification, _options.MaxOctets]);
        }

        return result;
    }

    private void DropExpired()
    {
        while (_reassemblies.Count > 0)
        {
            var oldest = _reassemblies.GetAt(0).Value;
            if (oldest.Deadline > _simulation.Now)
            {
                _timeout.Start(oldest.Deadline - _simulation.Now);
                return;
            }

            Abandon(
                oldest, oldest.FirstFragment is null ? DropReason.ReassemblyTimedOutWithoutStart : DropReason.ReassemblyTimedOut,
                _options.Timeout, oldest.Count);
        }
    }

    private void Abandon(Ipv4Reassembly reassembly, DropReason reason, params object?[] arguments)
    {
        Remove(reassembly);
        // One that was given up has been reported when it was.
        if (reassembly.Received is { } received)
            Abandoned?.Invoke(new(reason, [reassembly.Key.Identification, .. arguments], received, reassembly.FirstFragment));
    }

    private void Remove(Ipv4Reassembly reassembly)
    {
        _reassemblies.Remove(reassembly.Key);
        HeldOctets -= reassembly.HeldOctets;
    }
}
