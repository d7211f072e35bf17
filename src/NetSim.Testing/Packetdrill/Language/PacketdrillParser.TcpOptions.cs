using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>TCP options in angle brackets.</summary>
internal sealed partial class PacketdrillParser
{
    private const int MostOptionOctets = 40;        // RFC 9293 §3.1: a data offset of 15 words
    private const byte Md5Kind = 19;                // RFC 2385
    private const byte UserTimeoutKind = 28;        // RFC 5482 §3
    private const byte FastOpenKind = 34;           // RFC 7413 §4.1.1
    private const byte ExperimentKind = 254;        // RFC 4727 §5, RFC 6994
    private static readonly byte[] FastOpenExperiment = [0xF9, 0x89]; // RFC 7413 appendix A

    private static readonly string[] OptionNames =
        ["nop", "eol", "mss", "wscale", "sackOK", "sack", "TS", "FO", "FOEXP", "md5", "uto"];

    private static bool StartsOptions(Token token) =>
        token.Kind == TokenKind.Ellipsis || (token.Kind == TokenKind.Word && OptionNames.Contains(token.Text));

    private PduList<TcpOptionSyntax>? ReadTcpOptions(PacketDirection direction)
    {
        var open = Take();
        if (Current.Kind == TokenKind.Ellipsis)
        {
            if (direction == PacketDirection.Inbound)
                throw Error(open, "Only packets from the stack may leave their options open (<...>).");
            Take();
            Expect('>');
            return null;
        }

        var options = new List<TcpOptionSyntax>();
        if (!TryTake('>'))
        {
            do
                options.Add(ReadTcpOption(direction));
            while (TryTake(','));
            Expect('>');
        }

        var octets = options.Sum(option => option.WireLength);
        if (octets > MostOptionOctets)
            throw Error(open, $"The options have {octets} octets, and a TCP header has room for {MostOptionOctets}.");
        return [.. options];
    }

    private TcpOptionSyntax ReadTcpOption(PacketDirection direction)
    {
        var name = TakeKind(TokenKind.Word, "a TCP option");
        switch (name.Text)
        {
            case "nop":
                return new NoOperationSyntax();
            case "eol":
                return new EndOfListSyntax();
            case "mss":
                return new MaximumSegmentSizeSyntax(TakeFree(direction) ? null : (ushort)TakeNumber("an MSS", ushort.MaxValue));
            case "wscale":
                return new WindowScaleSyntax(TakeFree(direction) ? null : (byte)TakeNumber("a shift count", byte.MaxValue));
            case "sackOK":
                return new SackPermittedSyntax();
            case "sack":
                return ReadSack();
            case "TS":
                return ReadTimestamps();
            case "FO":
                return new OctetsOptionSyntax("FO", FastOpenKind, ReadOctets(isRequired: false));
            case "FOEXP":
                return new OctetsOptionSyntax("FOEXP", ExperimentKind, [.. FastOpenExperiment, .. ReadOctets(isRequired: false)]);
            case "md5":
                return new OctetsOptionSyntax("md5", Md5Kind, ReadOctets(isRequired: true));
            case "uto":
                var timeout = (ushort)TakeNumber("a timeout", ushort.MaxValue);
                return new OctetsOptionSyntax("uto", UserTimeoutKind, [(byte)(timeout >> 8), (byte)timeout]);
            default:
                throw new UnsupportedSyntaxException($"the TCP option {name.Text}");
        }
    }

    private bool TakeFree(PacketDirection direction)
    {
        var token = Current;
        if (!TakeUnlessFree())
            return false;
        if (direction == PacketDirection.Inbound)
            throw Error(token, "Only packets from the stack may leave a number open.");
        return true;
    }

    private SackSyntax ReadSack()
    {
        var blocks = new List<SackBlockSyntax>();
        do
        {
            var left = TakeNumber("the left edge of a block", uint.MaxValue);
            Expect(':');
            var right = TakeNumber("the right edge of a block", uint.MaxValue);
            blocks.Add(new SackBlockSyntax((uint)left, (uint)right, TryTake('!')));
        }
        while (Current.Kind == TokenKind.Integer);
        return new SackSyntax([.. blocks]);
    }

    private TimestampsSyntax ReadTimestamps()
    {
        ExpectWord("val");
        uint? value = TakeUnlessFree() ? null : (uint)TakeNumber("a timestamp", uint.MaxValue);
        var valueIsAbsolute = TryTake('!');
        ExpectWord("ecr");
        uint? echo = TakeUnlessFree() ? null : (uint)TakeNumber("a timestamp", uint.MaxValue);
        return new TimestampsSyntax(value, echo, valueIsAbsolute, TryTake('!'));
    }

    private PduList<byte> ReadOctets(bool isRequired)
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.Integer or TokenKind.HexInteger))
            return isRequired ? throw Expected("octets in hexadecimal digits") : [];

        var digits = Take().Text;
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            throw Error(token, $"Expected an even number of hexadecimal digits, found {token.Describe()}.");
        return [.. Convert.FromHexString(digits)];
    }
}
