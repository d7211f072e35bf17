using System.Globalization;
using NetSim.Packets.Tcp;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>Packets: what is said of their IP header, and TCP, UDP and ICMP.</summary>
internal sealed partial class PacketdrillParser
{
    private static readonly string[] Encapsulations = ["ipv4", "ipv6", "gre", "GREv0", "mpls", "psp", "esp", "vxlan"];

    private PacketEvent ReadPacket(int line, EventTime time)
    {
        var direction = Take().Is('<') ? PacketDirection.Inbound : PacketDirection.Outbound;
        var ip = IpFields.None;
        EchoedPacket? echoed = null;
        while (Current.Is('[') || Current.Is('('))
        {
            // One dialect quotes the packet of an ICMP message before the message, the other behind it.
            if (Current.Is('[') && !IsIpField(Peek(1)))
                echoed = ReadEchoed();
            else
                ip = ReadIpFields(ip, direction);
        }

        if (Current.Kind == TokenKind.Word && Encapsulations.Contains(Current.Text))
            throw new UnsupportedSyntaxException($"packets in {Current.Text}");
        if (Current.IsWord("sctp"))
            throw new UnsupportedSyntaxException("SCTP packets");
        if (Current.IsWord("udplite"))
            throw new UnsupportedSyntaxException("UDP-Lite packets");
        if (TryTakeWord("icmp"))
            return ReadIcmp(line, time, direction, ip, echoed);
        if (echoed is not null)
            throw Expected("'icmp'");
        if (TryTakeWord("udp"))
            return ReadUdp(line, time, direction, ip);
        return new TcpPacketEvent(line, time, direction, ip, ReadTcpHeader(direction));
    }

    private static bool IsIpField(Token token) =>
        token.Kind == TokenKind.Word
        && token.Text is "noecn" or "ect0" or "ect1" or "ect01" or "ect" or "ce" or "tos" or "ttl" or "hlim" or "flowlabel";

    private IpFields ReadIpFields(IpFields ip, PacketDirection direction)
    {
        var close = Take().Is('[') ? ']' : ')';
        do
            ip = ReadIpField(ip, direction);
        while (TryTake(','));
        Expect(close);
        return ip;
    }

    private IpFields ReadIpField(IpFields ip, PacketDirection direction)
    {
        var token = Current;
        if (!IsIpField(token))
            throw Expected("noecn, ect0, ect1, ect01, ce, tos, ttl or flowlabel");

        Take();
        switch (token.Text)
        {
            case "tos":
                return ip with { Tos = (byte)TakeNumber("a type of service", byte.MaxValue) };
            case "ttl" or "hlim":
                return ip with { Ttl = (byte)TakeNumber("a time to live", byte.MaxValue) };
            case "flowlabel":
                return ip with { FlowLabel = (uint)TakeNumber("a flow label", 0xFFFFF) };
            case "ect":
                Expect('?');
                return ip;
            case "ect01" when direction == PacketDirection.Inbound:
                throw Error(token, "Only packets from the stack may have one of two marks: use ect0 or ect1.");
            default:
                return ip with { Ecn = MarkOf(token.Text) };
        }
    }

    private static EcnMark MarkOf(string name) => name switch
    {
        "noecn" => EcnMark.NotEct,
        "ect0" => EcnMark.Ect0,
        "ect1" => EcnMark.Ect1,
        "ce" => EcnMark.Ce,
        _ => EcnMark.Ect01,
    };

    private TcpHeaderSyntax ReadTcpHeader(PacketDirection direction)
    {
        var ports = Peek(1).Is('>') ? ReadPorts() : null;
        var header = ReadFlags() with { Ports = ports };
        header = header with { Sequence = ReadSequence() };
        header = ReadNumbers(header);

        var hasOptions = Current.Is('<') && (!Current.StartsLine || StartsOptions(Peek(1)));
        if (hasOptions)
            header = header with { Options = ReadTcpOptions(direction) };

        if (Current.Is('/') && Peek(1).IsWord("udp"))
            throw new UnsupportedSyntaxException("TCP in UDP");
        if (Current.Is('{'))
            throw new UnsupportedSyntaxException("changed header fields");
        return header;
    }

    private PortPair ReadPorts()
    {
        var source = TakeNumber("a port", ushort.MaxValue);
        Expect('>');
        return new PortPair((ushort)source, (ushort)TakeNumber("a port", ushort.MaxValue));
    }

    private TcpHeaderSyntax ReadFlags()
    {
        const string What = "TCP flags (F S R P . U E W A, or - for none)";
        var header = new TcpHeaderSyntax(TcpFlags.None, new SequenceRange(0, 0));
        if (TryTake('-'))
            return header;

        var first = Current;
        if (first.Kind == TokenKind.Word)
        {
            foreach (var letter in Take().Text)
                header = AddFlag(header, letter) ?? throw Error(first, $"Expected {What}, found {first.Describe()}.");
        }

        if (TryTake('.'))
            return header with { Flags = header.Flags | TcpFlags.Ack };

        // ".5" is ACK with the three bits AE, CWR and ECE as a number: the ACE field of accurate ECN (RFC 9768 §3.2.1).
        if (Current.Kind == TokenKind.Float && Current.Text is ['.', >= '0' and <= '7'])
            return WithAce(header, Take().Text[1] - '0');
        return first.Kind == TokenKind.Word ? header : throw Expected(What);
    }

    private static TcpHeaderSyntax? AddFlag(TcpHeaderSyntax header, char letter) => letter switch
    {
        'F' => header with { Flags = header.Flags | TcpFlags.Fin },
        'S' => header with { Flags = header.Flags | TcpFlags.Syn },
        'R' => header with { Flags = header.Flags | TcpFlags.Rst },
        'P' => header with { Flags = header.Flags | TcpFlags.Psh },
        'U' => header with { Flags = header.Flags | TcpFlags.Urg },
        'E' => header with { Flags = header.Flags | TcpFlags.Ece },
        'W' or 'C' => header with { Flags = header.Flags | TcpFlags.Cwr },
        'A' or 'N' => header with { Flags = header.Flags | TcpFlags.Ae },
        _ => null,
    };

    private static TcpHeaderSyntax WithAce(TcpHeaderSyntax header, int count) => header with
    {
        Flags = header.Flags | TcpFlags.Ack
            | ((count & 1) != 0 ? TcpFlags.Ece : TcpFlags.None)
            | ((count & 2) != 0 ? TcpFlags.Cwr : TcpFlags.None)
            | ((count & 4) != 0 ? TcpFlags.Ae : TcpFlags.None),
    };

    private SequenceRange ReadSequence()
    {
        var isAny = Current.Kind == TokenKind.Ellipsis;
        if (isAny)
        {
            Take();
            Expect('(');
            var free = TakeNumber("a length", ushort.MaxValue);
            Expect(')');
            return new SequenceRange(0, (ushort)free, IsAny: true);
        }

        var start = Current;
        var first = (uint)TakeNumber("a sequence number", uint.MaxValue);
        var isAbsolute = TryTake('!');
        Expect(':');
        var last = (uint)TakeNumber("a sequence number", uint.MaxValue);
        isAbsolute |= TryTake('!');
        Expect('(');
        var length = (ushort)TakeNumber("a length", ushort.MaxValue);
        Expect(')');
        isAbsolute |= TryTake('!');
        if (unchecked(first + length) != last)
            throw Error(start, string.Create(CultureInfo.InvariantCulture, $"{length} octets from {first} on do not end at {last}."));
        return new SequenceRange(first, length, isAbsolute);
    }

    private TcpHeaderSyntax ReadNumbers(TcpHeaderSyntax header)
    {
        while (true)
        {
            if (TryTakeWord("ack"))
                header = ReadAcknowledgment(header);
            else if (TryTakeWord("win"))
                header = header with { Window = TakeUnlessFree() ? null : (ushort)TakeNumber("a window", ushort.MaxValue) };
            else if (TryTakeWord("urg"))
                header = header with { UrgentPointer = (ushort)TakeNumber("an urgent pointer", ushort.MaxValue) };
            else
                return header;
        }
    }

    private TcpHeaderSyntax ReadAcknowledgment(TcpHeaderSyntax header)
    {
        var number = (uint)TakeNumber("an acknowledgment number", uint.MaxValue);
        return header with { Acknowledgment = number, AcknowledgmentIsAbsolute = TryTake('!') };
    }

    /// <summary>Takes an asterisk or an ellipsis, which stand for any number.</summary>
    private bool TakeUnlessFree()
    {
        var isFree = Current.Is('*') || Current.Kind == TokenKind.Ellipsis;
        if (isFree)
            Take();
        return isFree;
    }

    private UdpPacketEvent ReadUdp(int line, EventTime time, PacketDirection direction, IpFields ip)
    {
        var ports = Peek(1).Is('>') ? ReadPorts() : null;
        Expect('(');
        var length = TakeNumber("a length", ushort.MaxValue);
        Expect(')');
        return new UdpPacketEvent(line, time, direction, ip, ports, (ushort)length);
    }

    private IcmpPacketEvent ReadIcmp(int line, EventTime time, PacketDirection direction, IpFields ip, EchoedPacket? echoed)
    {
        var type = TakeKind(TokenKind.Word, "an ICMP type");
        string? code = null;
        uint? mtu = null;
        ushort? identifier = null;
        while (true)
        {
            if (TryTakeWord("mtu"))
                mtu = (uint)TakeNumber("an MTU", uint.MaxValue);
            else if (TryTakeWord("id"))
                identifier = (ushort)TakeNumber("an identifier", ushort.MaxValue);
            else if (code is null && Current.Kind == TokenKind.Word && !Peek(1).Is('('))
                code = Take().Text;
            else if (echoed is null && Current.Is('['))
                echoed = ReadEchoed();
            else
                break;
        }

        if (!IcmpNames.TryFind(false, type.Text, code, out _, out _) && !IcmpNames.TryFind(true, type.Text, code, out _, out _))
            throw Error(type, $"There is no ICMP message '{type.Text}{(code is null ? "" : " " + code)}'.");
        return new IcmpPacketEvent(line, time, direction, ip, type.Text, code, mtu, identifier, echoed);
    }

    private EchoedPacket ReadEchoed()
    {
        Expect('[');
        if (Current.IsWord("sctp") || Current.IsWord("udplite"))
            throw new UnsupportedSyntaxException("ICMP messages about SCTP and UDP-Lite packets");

        var protocol = TryTakeWord("udp") ? EchoedProtocol.Udp : TryTakeWord("raw") ? EchoedProtocol.Raw : EchoedProtocol.Tcp;
        if (protocol == EchoedProtocol.Tcp && !TryTakeWord("tcp"))
        {
            var sequence = ReadSequence();
            if (Current.Is('/'))
                throw new UnsupportedSyntaxException("TCP in UDP");
            Expect(']');
            return new EchoedPacket(protocol, sequence);
        }

        // Of TCP the number in parentheses is where the segment starts; of the others it is the length.
        Expect('(');
        var number = TakeNumber("a number", protocol == EchoedProtocol.Tcp ? uint.MaxValue : ushort.MaxValue);
        Expect(')');
        Expect(']');
        return protocol == EchoedProtocol.Tcp
            ? new EchoedPacket(protocol, new SequenceRange((uint)number, 0))
            : new EchoedPacket(protocol, new SequenceRange(0, (ushort)number));
    }
}
