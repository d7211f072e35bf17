using System.Globalization;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>Compares what was sent with what the script expects.</summary>
/// <param name="options">How TCP options are compared.</param>
/// <param name="settings">What the script's options say of timestamps.</param>
internal sealed class SegmentComparison(PacketdrillOptions options, ScriptOptions settings)
{
    /// <summary>What is different in the segment, or <see langword="null"/>.</summary>
    /// <param name="expected">What the script has.</param>
    /// <param name="segment">What was sent.</param>
    /// <param name="actual">What was sent, in the script's numbers.</param>
    /// <param name="timestampTolerance">By how much TSval may be off, where it is checked.</param>
    public string? FindDifference(TcpHeaderSyntax expected, TcpSegment segment, TcpHeaderSyntax actual, Duration timestampTolerance)
    {
        if (FindFlag(expected, actual) is { } flag)
            return flag;
        if (segment.Reserved != 0)
            return Differs("reserved bits", 0, segment.Reserved);
        if (expected.Sequence.Length != actual.Sequence.Length)
            return Differs("payload length", expected.Sequence.Length, actual.Sequence.Length);

        var sequence = expected.Sequence.IsAbsolute ? segment.Sequence.Value : actual.Sequence.Start;
        if (!expected.Sequence.IsAny && expected.Sequence.Start != sequence)
            return Differs("sequence number", expected.Sequence.Start, sequence);

        var acknowledgment = expected.AcknowledgmentIsAbsolute ? segment.Acknowledgment.Value : actual.Acknowledgment ?? 0;
        if ((expected.Acknowledgment ?? 0) != acknowledgment)
            return Differs("acknowledgment number", expected.Acknowledgment ?? 0, acknowledgment);
        if (expected.Window is { } window && window != actual.Window)
            return Differs("window", window, actual.Window ?? 0);
        if ((expected.UrgentPointer ?? 0) != (actual.UrgentPointer ?? 0))
            return Differs("urgent pointer", expected.UrgentPointer ?? 0, actual.UrgentPointer ?? 0);
        return FindOption(expected.Options, segment, actual, timestampTolerance);
    }

    /// <summary>What is different in the IP header, or <see langword="null"/>.</summary>
    public static string? FindDifference(IpFields expected, Ipv4Packet packet)
    {
        if (expected.Ecn is { } ecn && !Matches(ecn, packet.Ecn))
            return $"ECN field: expected {expected.Ecn}, got {(EcnMark)packet.Ecn}";
        var tos = (byte)((packet.Dscp << 2) | packet.Ecn);
        if (expected.Tos is { } expectedTos && expectedTos != tos)
            return Differs("type of service", expectedTos, tos);
        if (expected.Ttl is { } ttl && ttl != packet.TimeToLive)
            return Differs("time to live", ttl, packet.TimeToLive);
        return expected.FlowLabel is null ? null : throw new ScriptUnsupportedException("flow labels, which IPv4 has not");
    }

    private static bool Matches(EcnMark expected, byte actual) => expected == EcnMark.Ect01
        ? actual is (byte)EcnMark.Ect0 or (byte)EcnMark.Ect1
        : actual == (byte)expected;

    private static string? FindFlag(TcpHeaderSyntax expected, TcpHeaderSyntax actual)
    {
        if (expected.Flags == actual.Flags)
            return null;
        var missing = expected.Flags & ~actual.Flags;
        var surplus = actual.Flags & ~expected.Flags;
        var parts = new List<string>();
        if (missing != 0)
            parts.Add($"without {Name(missing)}");
        if (surplus != 0)
            parts.Add($"with {Name(surplus)}");
        return $"flags: sent {string.Join(", ", parts)}";
    }

    private static string Name(TcpFlags flags) => flags.ToString().ToUpperInvariant();

    private string? FindOption(PduList<TcpOptionSyntax>? expected, TcpSegment segment, TcpHeaderSyntax actual, Duration timestampTolerance)
    {
        if (expected is not { } wanted)
            return null;
        var left = Arrange(wanted);
        var right = Arrange(actual.Options!.Value);
        var live = segment.FindOption<TimestampsOption>();
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var want = i < left.Count ? left[i] : null;
            var got = i < right.Count ? right[i] : null;
            if (want is null || got is null || !Matches(want, got, live, timestampTolerance))
                return $"options: expected <{string.Join(",", wanted)}>, got <{string.Join(",", actual.Options.Value)}>";
        }

        return null;
    }

    private List<TcpOptionSyntax> Arrange(PduList<TcpOptionSyntax> list)
    {
        var items = list.ToList();
        if (options.SemanticOptions)
            return [.. items.Where(item => item is not (NoOperationSyntax or EndOfListSyntax)).OrderBy(item => item.GetType().Name, StringComparer.Ordinal)];
        for (var length = items.Sum(item => item.WireLength); length % 4 != 0; length++)
            items.Add(new EndOfListSyntax());
        return items;
    }

    private bool Matches(TcpOptionSyntax expected, TcpOptionSyntax actual, TimestampsOption? live, Duration timestampTolerance) => (expected, actual) switch
    {
        (MaximumSegmentSizeSyntax { Value: null }, MaximumSegmentSizeSyntax) => true,
        (WindowScaleSyntax { Shift: null }, WindowScaleSyntax) => true,
        (TimestampsSyntax want, TimestampsSyntax got) => MatchesTimestamps(want, got, live!, timestampTolerance),
        (OctetsOptionSyntax want, OctetsOptionSyntax got) => want.Kind == got.Kind && want.Data == got.Data,
        _ => expected.Equals(actual),
    };

    private bool MatchesTimestamps(TimestampsSyntax expected, TimestampsSyntax actual, TimestampsOption live, Duration tolerance)
    {
        if (expected.Value is { } value && expected.ValueIsAbsolute && value != live.Value)
            return false;
        if (expected.EchoReply is { } echo && (expected.EchoReplyIsAbsolute || options.ChecksTimestampEchoes) && echo != live.EchoReply)
            return false;
        if (expected.Value is not { } mapped || expected.ValueIsAbsolute || settings.TimestampTick is not { Nanoseconds: > 0 } tick)
            return true;
        var ticks = Math.Abs((long)unchecked((int)(actual.Value!.Value - mapped)));
        return ticks <= tolerance.Nanoseconds / tick.Nanoseconds;
    }

    private static string Differs(string field, long expected, long actual) =>
        string.Create(CultureInfo.InvariantCulture, $"{field}: expected {expected}, got {actual}");
}
