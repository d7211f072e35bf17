using NetSim.Packets;
using NetSim.Packets.Tcp;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>Who sends a packet.</summary>
internal enum PacketDirection
{
    /// <summary><c>&lt;</c>: the script injects it into the stack under test.</summary>
    Inbound,

    /// <summary><c>&gt;</c>: the stack under test is expected to send it.</summary>
    Outbound,
}

/// <summary>The ECN field of the IP header, as a script names it (RFC 3168 §5).</summary>
internal enum EcnMark
{
    /// <summary><c>[noecn]</c>: 00.</summary>
    NotEct,

    /// <summary><c>[ect1]</c>: 01.</summary>
    Ect1,

    /// <summary><c>[ect0]</c>: 10.</summary>
    Ect0,

    /// <summary><c>[ce]</c>: 11.</summary>
    Ce,

    /// <summary><c>[ect01]</c>: 01 or 10. For outbound packets only.</summary>
    Ect01,
}

/// <summary>What a script says of the IP header. What is <see langword="null"/> is free: not checked, or the usual value.</summary>
internal sealed record IpFields(EcnMark? Ecn = null, byte? Tos = null, byte? Ttl = null, uint? FlowLabel = null)
{
    /// <summary>Nothing is said.</summary>
    public static IpFields None { get; } = new();

    public override string ToString()
    {
        string?[] parts =
        [
            Ecn is { } ecn ? NameOf(ecn) : null,
            Tos is { } tos ? $"tos 0x{tos:x2}" : null,
            Ttl is { } ttl ? $"ttl {ttl}" : null,
            FlowLabel is { } label ? $"flowlabel 0x{label:x}" : null,
        ];
        var text = string.Join(", ", parts.OfType<string>());
        return text.Length == 0 ? "" : $"[{text}] ";
    }

    private static string NameOf(EcnMark mark) => mark switch
    {
        EcnMark.NotEct => "noecn",
        EcnMark.Ect0 => "ect0",
        EcnMark.Ect1 => "ect1",
        EcnMark.Ce => "ce",
        _ => "ect01",
    };
}

/// <summary>The ports of a packet where a script names them (<c>80 &gt; 1234</c>).</summary>
internal sealed record PortPair(ushort Source, ushort Destination)
{
    public override string ToString() => $"{Source} > {Destination}";
}

/// <summary>A packet: injected if inbound, expected if outbound.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it is injected or expected.</param>
/// <param name="Direction">Who sends it.</param>
/// <param name="Ip">What is said of its IP header.</param>
internal abstract record PacketEvent(int Line, EventTime Time, PacketDirection Direction, IpFields Ip) : ScriptEvent(Line, Time)
{
    private protected string Prefix => (Direction == PacketDirection.Inbound ? "< " : "> ") + Ip;
}

/// <summary>A TCP segment.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it is injected or expected.</param>
/// <param name="Direction">Who sends it.</param>
/// <param name="Ip">What is said of its IP header.</param>
/// <param name="Header">What is said of its TCP header.</param>
internal sealed record TcpPacketEvent(int Line, EventTime Time, PacketDirection Direction, IpFields Ip, TcpHeaderSyntax Header)
    : PacketEvent(Line, Time, Direction, Ip)
{
    public override string ToString() => Prefix + Header;
}

/// <summary>What a script says of a TCP header. Numbers are relative to the initial sequence numbers unless they are absolute.</summary>
/// <param name="Flags">The control bits; all others are expected to be clear.</param>
/// <param name="Sequence">The sequence numbers and the length of the payload.</param>
internal sealed record TcpHeaderSyntax(TcpFlags Flags, SequenceRange Sequence)
{
    /// <summary>The ports where the script names them.</summary>
    public PortPair? Ports { get; init; }

    /// <summary><c>ack 1</c>; without it the number is 0 and, in a segment without the ACK flag, not looked at.</summary>
    public uint? Acknowledgment { get; init; }

    /// <summary><c>ack 1!</c>: the number is as on the wire.</summary>
    public bool AcknowledgmentIsAbsolute { get; init; }

    /// <summary><c>win 65535</c>, as on the wire; <see langword="null"/>, also for <c>win *</c>, is free.</summary>
    public ushort? Window { get; init; }

    /// <summary><c>urg 5</c>; without it 0.</summary>
    public ushort? UrgentPointer { get; init; }

    /// <summary>
    /// The options in their order; empty says that there are none; <see langword="null"/> (<c>&lt;...&gt;</c>) says nothing.
    /// </summary>
    public PduList<TcpOptionSyntax>? Options { get; init; } = new PduList<TcpOptionSyntax>();

    public override string ToString() =>
        (Ports is null ? "" : Ports + " ") + FlagText() + " " + Sequence
        + (Acknowledgment is { } ack ? $" ack {ack}{(AcknowledgmentIsAbsolute ? "!" : "")}" : "")
        + (Window is { } window ? $" win {window}" : "")
        + (UrgentPointer is { } urgent ? $" urg {urgent}" : "")
        + (Options is not { } options ? " <...>" : options.Count == 0 ? "" : $" <{string.Join(",", options)}>");

    private string FlagText()
    {
        (TcpFlags Flag, string Letter)[] letters =
        [
            (TcpFlags.Fin, "F"), (TcpFlags.Syn, "S"), (TcpFlags.Rst, "R"), (TcpFlags.Psh, "P"),
            (TcpFlags.Urg, "U"), (TcpFlags.Ece, "E"), (TcpFlags.Cwr, "W"), (TcpFlags.Ae, "A"),
        ];
        var text = string.Concat(letters.Where(letter => Flags.HasFlag(letter.Flag)).Select(letter => letter.Letter))
            + (Flags.HasFlag(TcpFlags.Ack) ? "." : "");
        return text.Length == 0 ? "-" : text;
    }
}

/// <summary>Sequence numbers with the length between them: <c>1:1001(1000)</c>.</summary>
/// <param name="Start">The number of the first octet.</param>
/// <param name="Length">The octets of payload; SYN and FIN are not counted.</param>
/// <param name="IsAbsolute"><c>1:1(0)!</c>: the numbers are as on the wire.</param>
/// <param name="IsAny"><c>...(1000)</c>: the numbers are free.</param>
internal sealed record SequenceRange(uint Start, ushort Length, bool IsAbsolute = false, bool IsAny = false)
{
    /// <summary>The number after the last octet.</summary>
    public uint End => unchecked(Start + Length);

    public override string ToString() => IsAny ? $"...({Length})" : $"{Start}:{End}({Length}){(IsAbsolute ? "!" : "")}";
}

/// <summary>A UDP datagram.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it is injected or expected.</param>
/// <param name="Direction">Who sends it.</param>
/// <param name="Ip">What is said of its IP header.</param>
/// <param name="Ports">The ports where the script names them.</param>
/// <param name="Length">The octets of payload.</param>
internal sealed record UdpPacketEvent(
    int Line, EventTime Time, PacketDirection Direction, IpFields Ip, PortPair? Ports, ushort Length)
    : PacketEvent(Line, Time, Direction, Ip)
{
    public override string ToString() => $"{Prefix}udp {(Ports is null ? "" : Ports + " ")}({Length})";
}

/// <summary>An ICMP message, of ICMPv4 or ICMPv6 as the script's IP version is.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Time">When it is injected or expected.</param>
/// <param name="Direction">Who sends it.</param>
/// <param name="Ip">What is said of its IP header.</param>
/// <param name="TypeName">The type's name, or <c>type_N</c>: <see cref="IcmpNames"/> knows the numbers.</param>
/// <param name="CodeName">The code's name, or <c>code_N</c>; without it 0.</param>
/// <param name="Mtu">The next hop's MTU.</param>
/// <param name="Identifier">The identifier of an echo.</param>
/// <param name="Echoed">What is quoted of the packet that it is about; without it a segment with sequence number 0 and no payload.</param>
internal sealed record IcmpPacketEvent(
    int Line,
    EventTime Time,
    PacketDirection Direction,
    IpFields Ip,
    string TypeName,
    string? CodeName,
    uint? Mtu,
    ushort? Identifier,
    EchoedPacket? Echoed) : PacketEvent(Line, Time, Direction, Ip)
{
    public override string ToString() =>
        $"{Prefix}icmp {TypeName}{(CodeName is null ? "" : " " + CodeName)}{(Mtu is { } mtu ? $" mtu {mtu}" : "")}"
        + (Identifier is { } identifier ? $" id {identifier}" : "") + (Echoed is null ? "" : $" [{Echoed}]");
}

/// <summary>Of what kind the packet is that an ICMP message quotes.</summary>
internal enum EchoedProtocol
{
    /// <summary><c>[1:1001(1000)]</c>.</summary>
    Tcp,

    /// <summary><c>[udp (16)]</c>.</summary>
    Udp,

    /// <summary><c>[raw (16)]</c>: the message consists of so many octets and quotes nothing.</summary>
    Raw,
}

/// <summary>The packet that an ICMP message quotes: one that the stack under test has sent.</summary>
/// <param name="Protocol">Its kind.</param>
/// <param name="Sequence">The start is 0 and the length the payload's, unless it is a segment.</param>
internal sealed record EchoedPacket(EchoedProtocol Protocol, SequenceRange Sequence)
{
    public override string ToString() => Protocol switch
    {
        EchoedProtocol.Tcp => Sequence.ToString(),
        EchoedProtocol.Udp => $"udp ({Sequence.Length})",
        _ => $"raw ({Sequence.Length})",
    };
}
