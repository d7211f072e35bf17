using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <summary>What fragments of one packet share (RFC 791 §3.2, RFC 6864 §4).</summary>
internal readonly record struct FragmentKey(Ipv4Address Source, Ipv4Address Destination, IpProtocol Protocol, ushort Identification)
{
    public static FragmentKey Of(Ipv4Packet fragment) => new(fragment.Source, fragment.Destination, fragment.Protocol, fragment.Identification);
}

/// <summary>One packet that is being put together.</summary>
/// <remarks>
/// Fragments that do not fit together make the whole packet suspect. It is given up, and what comes of it afterwards is refused
/// until its time is over: what RFC 5722 §4 asks of IPv6 holds for the same attacks on IPv4 (RFC 1858, RFC 3128).
/// </remarks>
internal sealed class Ipv4Reassembly(FragmentKey key, SimTime deadline)
{
    private const int NotEct = 1 << 0;              // a bit for each ECN codepoint (RFC 3168 §5)
    private const int CongestionExperienced = 1 << 3;

    private readonly List<Ipv4Packet> _fragments = [];   // by offset, not overlapping
    private int _payloadOctets;
    private int? _end;                                   // how long the payload is, once the last fragment has come
    private int _codepoints;

    public FragmentKey Key => key;

    public SimTime Deadline => deadline;

    /// <summary>The fragment that came first; null once the packet is given up.</summary>
    public Ipv4Packet? Received { get; private set; }

    /// <summary>The fragment with offset 0, if it came.</summary>
    public Ipv4Packet? FirstFragment => _fragments.Count > 0 && _fragments[0].FragmentOffset == 0 ? _fragments[0] : null;

    /// <summary>How many fragments are kept.</summary>
    public int Count => _fragments.Count;

    /// <summary>How many octets they take, headers included, so that many small ones count as what they cost.</summary>
    public int HeldOctets { get; private set; }

    public bool IsGivenUp { get; private set; }

    /// <summary>Takes a fragment of this packet that is sound in itself.</summary>
    public ReassemblyResult Add(Ipv4Packet fragment)
    {
        if (IsGivenUp)
            return new(DropReason.FragmentOfGivenUp, [key.Identification]);
        if (FindContradiction(fragment) is { } contradiction)
            return contradiction;

        var index = FindPlace(fragment.FragmentOffset);
        if (Overlaps(index - 1, fragment) || Overlaps(index, fragment))
            return RefuseOverlap(fragment, index);

        Insert(index, fragment);
        return _payloadOctets == _end
            ? Complete()
            : new(Reason.FragmentKept, [key.Identification, fragment.FragmentOffset, EndOf(fragment) - 1]);
    }

    /// <summary>Where a fragment's payload ends in the packet's.</summary>
    public static int EndOf(Ipv4Packet fragment) => fragment.FragmentOffset + fragment.Payload.WireLength;

    /// <summary>Two ends, or octets past the end.</summary>
    private ReassemblyResult? FindContradiction(Ipv4Packet fragment)
    {
        var end = EndOf(fragment);
        var lastEnd = _fragments.Count > 0 ? EndOf(_fragments[^1]) : 0;
        if (_end is { } known && (end > known || (!fragment.MoreFragments && end != known)))
            return GiveUp(DropReason.FragmentsContradictEnd, key.Identification, known, end);
        if (!fragment.MoreFragments && end < lastEnd)
            return GiveUp(DropReason.FragmentsContradictEnd, key.Identification, end, lastEnd);
        return null;
    }

    private ReassemblyResult RefuseOverlap(Ipv4Packet fragment, int index)
    {
        object?[] range = [key.Identification, fragment.FragmentOffset, EndOf(fragment) - 1];
        var isDuplicate = index < _fragments.Count
            && _fragments[index].FragmentOffset == fragment.FragmentOffset
            && _fragments[index].MoreFragments == fragment.MoreFragments
            && _fragments[index].Payload == fragment.Payload;
        return isDuplicate ? new(DropReason.FragmentDuplicate, range) : GiveUp(DropReason.FragmentsOverlap, range);
    }

    private void Insert(int index, Ipv4Packet fragment)
    {
        _fragments.Insert(index, fragment);
        Received ??= fragment;
        HeldOctets += fragment.WireLength;
        _payloadOctets += fragment.Payload.WireLength;
        _codepoints |= 1 << (fragment.Ecn & 3);
        if (!fragment.MoreFragments)
            _end = EndOf(fragment);
    }

    /// <summary>The packet: its header is that of the first fragment (RFC 791 §3.2).</summary>
    private ReassemblyResult Complete()
    {
        var first = _fragments[0];
        var count = _fragments.Count;
        if (first.HeaderLength + _payloadOctets > ushort.MaxValue)
            return GiveUp(DropReason.FragmentPastMaximum, key.Identification, first.HeaderLength + _payloadOctets);
        if (CombineEcn(first) is not { } ecn)
            return GiveUp(DropReason.FragmentsContradictEcn, key.Identification);

        var octets = new byte[_payloadOctets];
        foreach (var fragment in _fragments)
            fragment.EncodePayload(octets.AsSpan(fragment.FragmentOffset));
        var packet = first with
        {
            Payload = PayloadDecoder.Decode(key.Protocol, octets, key.Source, key.Destination),
            MoreFragments = false,
            Ecn = ecn,
        };
        return new(Reason.FragmentsComplete, [key.Identification, count, packet.WireLength], packet);
    }

    /// <summary>
    /// Congestion that any fragment met stays marked, unless one is not ECN-capable (RFC 3168 §5.3). No router makes a fragment
    /// capable or incapable, so a mixture without the mark, which the RFC leaves open, is refused as well.
    /// </summary>
    private byte? CombineEcn(Ipv4Packet first)
    {
        if ((_codepoints & NotEct) != 0 && _codepoints != NotEct)
            return null;
        return (_codepoints & CongestionExperienced) != 0 ? (byte)3 : first.Ecn;
    }

    private ReassemblyResult GiveUp(DropReason reason, params object?[] arguments)
    {
        IsGivenUp = true;
        _fragments.Clear();
        _fragments.TrimExcess();
        Received = null;
        HeldOctets = 0;
        return new(reason, arguments);
    }

    private bool Overlaps(int index, Ipv4Packet fragment) =>
        index >= 0 && index < _fragments.Count
        && _fragments[index].FragmentOffset < EndOf(fragment) && fragment.FragmentOffset < EndOf(_fragments[index]);

    /// <summary>The index of the first fragment that starts at or behind an offset.</summary>
    private int FindPlace(int offset)
    {
        var (low, high) = (0, _fragments.Count);
        if (high > 0 && _fragments[^1].FragmentOffset < offset)
            return high;   // Fragments mostly come in order.
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_fragments[middle].FragmentOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
