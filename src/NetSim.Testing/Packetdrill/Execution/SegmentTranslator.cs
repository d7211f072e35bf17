using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>Between the script's numbers and the stack's: segments to be injected, and segments that were sent.</summary>
internal static class SegmentTranslator
{
    private const byte FastOpenKind = 34;
    private const byte UserTimeoutKind = 28;

    /// <summary>The segment that the script injects, with the stack's numbers.</summary>
    /// <exception cref="ScriptFailedException">It echoes a timestamp that the stack has not sent.</exception>
    public static TcpSegment ToLive(TcpHeaderSyntax header, ScriptConnection connection, bool scalesEchoes)
    {
        var isSyn = header.Flags.HasFlag(TcpFlags.Syn);
        var hasAck = header.Flags.HasFlag(TcpFlags.Ack);
        var sequence = header.Sequence.IsAbsolute ? header.Sequence.Start : unchecked(header.Sequence.Start + connection.RemoteOffset(isSyn));
        var acknowledgment = header.Acknowledgment ?? 0;
        if (hasAck && !header.AcknowledgmentIsAbsolute)
            acknowledgment = unchecked(acknowledgment + connection.LocalOffset(isSyn));
        return new TcpSegment
        {
            SourcePort = connection.Remote.Port,
            DestinationPort = connection.Local.Port,
            Sequence = new SequenceNumber(sequence),
            Acknowledgment = new SequenceNumber(acknowledgment),
            Flags = header.Flags,
            Window = header.Window ?? 0,
            UrgentPointer = header.UrgentPointer ?? 0,
            Options = [.. (header.Options ?? []).AsSpan().ToArray().Select(option => ToLive(option, connection, isSyn, hasAck, scalesEchoes))],
            Payload = Payload.Zeros(header.Sequence.Length),
        };
    }

    /// <summary>What the script would write for a segment that the stack sent.</summary>
    public static TcpHeaderSyntax ToScript(TcpSegment segment, ScriptConnection connection)
    {
        var isSyn = segment.Has(TcpFlags.Syn);
        var sequence = unchecked(segment.Sequence.Value - connection.LocalOffset(isSyn));
        return new TcpHeaderSyntax(segment.Flags, new SequenceRange(sequence, (ushort)segment.Payload.Length))
        {
            Acknowledgment = segment.Has(TcpFlags.Ack)
                ? unchecked(segment.Acknowledgment.Value - connection.RemoteOffset(isSyn))
                : segment.Acknowledgment.Value == 0 ? null : segment.Acknowledgment.Value,
            Window = segment.Window,
            UrgentPointer = segment.UrgentPointer == 0 ? null : segment.UrgentPointer,
            Options = [.. OptionsToScript(segment.Options, connection, isSyn)],
        };
    }

    private static TcpOption ToLive(TcpOptionSyntax option, ScriptConnection connection, bool isSyn, bool hasAck, bool scalesEchoes)
    {
        switch (option)
        {
            case EndOfListSyntax:
                return new EndOfOptionListOption(Payload.Empty);
            case MaximumSegmentSizeSyntax size:
                return new MaximumSegmentSizeOption(size.Value ?? 0);
            case WindowScaleSyntax scale:
                return new WindowScaleOption(scale.Shift ?? 0);
            case SackPermittedSyntax:
                return new SackPermittedOption();
            case SackSyntax sack:
                return new SackOption([.. sack.Blocks.Select(block => ToLive(block, connection, isSyn))]);
            case TimestampsSyntax timestamps:
                var echo = timestamps.EchoReply ?? 0;
                return new TimestampsOption(
                    timestamps.Value ?? 0, hasAck && !timestamps.EchoReplyIsAbsolute ? EchoToLive(echo, connection, scalesEchoes) : echo);
            case OctetsOptionSyntax { Kind: FastOpenKind } cookie when cookie.Data.Count is 0 or (>= 4 and <= 16):
                return new FastOpenOption(Payload.Copy(cookie.Data.AsSpan()));
            case OctetsOptionSyntax { Kind: UserTimeoutKind } timeout when timeout.Data.Count == 2:
                return new UserTimeoutOption((timeout.Data[0] & 0x80) != 0, (ushort)(((timeout.Data[0] & 0x7F) << 8) | timeout.Data[1]));
            case OctetsOptionSyntax octets:
                return new UnknownOption(octets.Kind, Payload.Copy(octets.Data.AsSpan()));
            default:
                return new NoOperationOption();
        }
    }

    private static SackBlock ToLive(SackBlockSyntax block, ScriptConnection connection, bool isSyn)
    {
        var offset = block.IsAbsolute ? 0 : connection.LocalOffset(isSyn);
        return new SackBlock(new SequenceNumber(unchecked(block.Left + offset)), new SequenceNumber(unchecked(block.Right + offset)));
    }

    private static uint EchoToLive(uint echo, ScriptConnection connection, bool scales)
    {
        if (connection.LiveTimestamp(echo) is { } live)
            return live;
        if (scales && connection.FirstTimestamp is var (script, first))
            return unchecked(first + (echo - script));
        throw new ScriptFailedException($"The segment echoes the timestamp {echo}, and the script has no segment before that was sent with it.");
    }

    private static IEnumerable<TcpOptionSyntax> OptionsToScript(PduList<TcpOption> options, ScriptConnection connection, bool isSyn)
    {
        var length = 0;
        foreach (var option in options.AsSpan().ToArray())
        {
            length += option.WireLength;
            yield return OptionToScript(option, connection, isSyn);
            if (option is EndOfOptionListOption end)
            {
                for (var i = 0; i < end.Padding.Length; i++)
                    yield return new EndOfListSyntax();
            }
        }

        // What fills the last word is zeros, which is the same as end-of-list options.
        for (; length % 4 != 0; length++)
            yield return new EndOfListSyntax();
    }

    private static TcpOptionSyntax OptionToScript(TcpOption option, ScriptConnection connection, bool isSyn) => option switch
    {
        EndOfOptionListOption => new EndOfListSyntax(),
        NoOperationOption => new NoOperationSyntax(),
        MaximumSegmentSizeOption size => new MaximumSegmentSizeSyntax(size.MaximumSegmentSize),
        WindowScaleOption scale => new WindowScaleSyntax(scale.ShiftCount),
        SackPermittedOption => new SackPermittedSyntax(),
        SackOption sack => new SackSyntax([.. sack.Blocks.Select(block => BlockToScript(block, connection, isSyn))]),
        TimestampsOption timestamps => new TimestampsSyntax(connection.ScriptTimestamp(timestamps.Value), timestamps.EchoReply),
        FastOpenOption cookie => new OctetsOptionSyntax("FO", FastOpenKind, [.. cookie.Cookie.ToMemory().Span]),
        UserTimeoutOption timeout => new OctetsOptionSyntax(
            "uto", UserTimeoutKind, [(byte)((timeout.InMinutes ? 0x80 : 0) | (timeout.Timeout >> 8)), (byte)timeout.Timeout]),
        UnknownOption unknown => new OctetsOptionSyntax($"kind-{unknown.Kind}", unknown.Kind, [.. unknown.Data.ToMemory().Span]),
        _ => throw new ArgumentOutOfRangeException(nameof(option), option, "An option that scripts have no word for."),
    };

    private static SackBlockSyntax BlockToScript(SackBlock block, ScriptConnection connection, bool isSyn)
    {
        var offset = connection.RemoteOffset(isSyn);
        return new SackBlockSyntax(unchecked(block.Left.Value - offset), unchecked(block.Right.Value - offset));
    }
}
