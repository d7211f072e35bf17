using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetSim.Packets.Tcp;

/// <summary>A TCP segment (RFC 9293 §3.1). The checksum is computed where octets are made.</summary>
public sealed partial record TcpSegment : Pdu
{
    /// <summary>The number of octets of the header without options.</summary>
    public const int MinHeaderLength = 20;

    /// <summary>The greatest number of octets of options.</summary>
    public const int MaxOptionsLength = 40;

    private const int AlignedTimestampsLength = 12; // with the octets that fill the word: RFC 7323 appendix A

    private readonly PduList<TcpOption> _listedOptions; // none where there are timestamps alone
    private readonly int _optionsLength;
    private readonly uint _timestampValue;
    private readonly uint _timestampEcho;
    private readonly bool _hasTimestamps;

    /// <summary>A segment without data or options, unless they are set.</summary>
    public TcpSegment() => Payload = Payload.Empty;

    /// <summary>A connection's segment: nearly each has timestamps and no other options.</summary>
    /// <param name="sourcePort">The sender's port.</param>
    /// <param name="destinationPort">The receiver's port.</param>
    /// <param name="flags">The control bits.</param>
    /// <param name="payload">The data.</param>
    /// <param name="options">The options, where there are others than timestamps.</param>
    /// <param name="timestamps">Timestamps as the only options, or null for those of <paramref name="options"/>.</param>
    [SetsRequiredMembers]
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // for each segment, with more arguments than there are registers
    internal TcpSegment(
        ushort sourcePort, ushort destinationPort, TcpFlags flags, Payload payload, PduList<TcpOption> options, (uint Value, uint EchoReply)? timestamps)
    {
        SourcePort = sourcePort;
        DestinationPort = destinationPort;
        Flags = flags;
        Payload = payload;
        if (options.Count > 0)
            Options = options;
        if (timestamps is not { } alone)
            return;
        (_hasTimestamps, _timestampValue, _timestampEcho) = (true, alone.Value, alone.EchoReply);
        _optionsLength = AlignedTimestampsLength;
    }

    /// <summary>The sender's port.</summary>
    public required ushort SourcePort { get; init; }

    /// <summary>The receiver's port.</summary>
    public required ushort DestinationPort { get; init; }

    /// <summary>The number of the first octet, or of the SYN (SEG.SEQ).</summary>
    public required SequenceNumber Sequence { get; init; }

    /// <summary>The next number that the sender expects, where ACK is set (SEG.ACK).</summary>
    public SequenceNumber Acknowledgment { get; init; }

    /// <summary>The control bits.</summary>
    public required TcpFlags Flags { get; init; }

    /// <summary>The octets that the sender will accept, not scaled (SEG.WND).</summary>
    public ushort Window { get; init; }

    /// <summary>Where urgent data ends, as an offset from <see cref="Sequence"/>, where URG is set (SEG.UP).</summary>
    public ushort UrgentPointer { get; init; }

    /// <summary>The three bits that are still reserved, 0 to 7, without <see cref="TcpFlags.Ae"/>; zero from a sender that follows RFC 9293.</summary>
    public byte Reserved { get; init; }

    /// <summary>The options, in order.</summary>
    /// <remarks>Timestamps behind two no-operations, which nearly every segment has and no more (RFC 7323 appendix A), are kept as numbers and not as a list.</remarks>
    public PduList<TcpOption> Options
    {
        get => _listedOptions.Count == 0 && _hasTimestamps
            ? [new NoOperationOption(), new NoOperationOption(), new TimestampsOption(_timestampValue, _timestampEcho)]
            : _listedOptions;
        init
        {
            (_listedOptions, _optionsLength, _hasTimestamps, _timestampValue, _timestampEcho) = (value, 0, false, 0, 0);
            if (value.Count == 0)
                return;
            _optionsLength = TcpOptionList.WireLength(value);
            foreach (var option in value)
            {
                if (!_hasTimestamps && option is TimestampsOption first)
                    (_hasTimestamps, _timestampValue, _timestampEcho) = (true, first.Value, first.EchoReply);
            }

            if (value.AsSpan() is [NoOperationOption, NoOperationOption, TimestampsOption])
                _listedOptions = default;
        }
    }

    /// <summary>Whether there is a <see cref="TimestampsOption"/>. The first of them counts.</summary>
    internal bool HasTimestamps => _hasTimestamps;

    /// <summary>Its TSval, where there is one.</summary>
    internal uint TimestampValue => _timestampValue;

    /// <summary>Its TSecr, where there is one.</summary>
    internal uint TimestampEcho => _timestampEcho;

    /// <summary>The first <see cref="SackOption"/>, or null; where there is one, there is more than timestamps.</summary>
    internal SackOption? SelectiveAcks => _listedOptions.Count == 0 ? null : FindOption<SackOption>();

    /// <summary>The data.</summary>
    public Payload Payload { get; init; }

    /// <summary>Whether the control bit is set.</summary>
    public bool Has(TcpFlags flag) => (Flags & flag) != 0;

    /// <summary>The sequence numbers that the segment takes: its data, SYN and FIN (SEG.LEN).</summary>
    public int SequenceLength => Payload.Length + (Has(TcpFlags.Syn) ? 1 : 0) + (Has(TcpFlags.Fin) ? 1 : 0);

    /// <summary>The number after the last one that the segment takes.</summary>
    public SequenceNumber EndSequence => Sequence + SequenceLength;

    /// <summary>The first option of type <typeparamref name="T"/>, or null.</summary>
    public T? FindOption<T>()
        where T : TcpOption
    {
        foreach (var option in Options)
        {
            if (option is T found)
                return found;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ProtocolName => "TCP";

    /// <inheritdoc/>
    public override Pdu? Inner => Payload.IsEmpty ? null : Payload;

    /// <inheritdoc/>
    public override string ToString() => ToString(Sequence, Acknowledgment);

    /// <summary>The line with other numbers in place of the absolute ones: those relative to the initial sequence numbers.</summary>
    public string ToString(SequenceNumber sequence, SequenceNumber acknowledgment)
    {
        var text = new StringBuilder($"TCP {SourcePort} > {DestinationPort} [{FlagNames}] seq {sequence}");
        if (!Payload.IsEmpty) text.Append($":{sequence + Payload.Length}");
        if (Has(TcpFlags.Ack)) text.Append($" ack {acknowledgment}");
        text.Append($" win {Window}");
        if (Has(TcpFlags.Urg)) text.Append($" urg {UrgentPointer}");
        if (Options.Count > 0) text.Append($" <{Options}>");
        return text.Append($" length {Payload.Length}").ToString();
    }

    /// <summary>The control bits by name, such as <c>SYN, ACK</c>.</summary>
    public string FlagNames
    {
        get
        {
            ReadOnlySpan<(TcpFlags Flag, string Name)> names =
            [
                (TcpFlags.Syn, "SYN"), (TcpFlags.Fin, "FIN"), (TcpFlags.Rst, "RST"), (TcpFlags.Psh, "PSH"),
                (TcpFlags.Ack, "ACK"), (TcpFlags.Urg, "URG"), (TcpFlags.Ece, "ECE"), (TcpFlags.Cwr, "CWR"), (TcpFlags.Ae, "AE"),
            ];
            var set = new List<string>();
            foreach (var (flag, name) in names)
            {
                if (Has(flag))
                    set.Add(name);
            }

            return string.Join(", ", set);
        }
    }
}
