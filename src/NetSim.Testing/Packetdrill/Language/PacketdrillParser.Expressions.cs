using System.Globalization;
using System.Text;
using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>Arguments and results of system calls.</summary>
internal sealed partial class PacketdrillParser
{
    // From the loosest to the tightest, as in C.
    private static readonly string[][] BinaryOperators = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private PduList<Expression> ReadExpressions(char close)
    {
        var expressions = new List<Expression>();
        if (TryTake(close))
            return [];
        do
            expressions.Add(ReadNamedExpression());
        while (TryTake(','));
        Expect(close);
        return [.. expressions];
    }

    private Expression ReadNamedExpression()
    {
        var left = ReadExpression();
        return left is SymbolExpression && TryTake('=') ? new BinaryExpression("=", left, ReadExpression()) : left;
    }

    private Expression ReadExpression() => ReadBinary(0);

    private Expression ReadBinary(int level)
    {
        if (level == BinaryOperators.Length)
            return ReadUnary();

        // Each operator nests the ones before it.
        var left = ReadBinary(level + 1);
        for (var operators = 1; TakeOperator(BinaryOperators[level]) is { } symbol; operators++)
        {
            if (operators > DeepestNesting)
                throw Error(Current, $"Expressions are nested more than {DeepestNesting} deep.");
            left = new BinaryExpression(symbol, left, ReadBinary(level + 1));
        }

        return left;
    }

    // Where a line starts, a sign belongs to the next event: its time or its direction.
    private string? TakeOperator(string[] operators)
    {
        foreach (var symbol in operators)
        {
            var matches = !Current.StartsLine && Current.Is(symbol[0])
                && (symbol.Length == 1 || (Peek(1).Is(symbol[1]) && Peek(1).Column == Current.Column + 1));
            if (!matches)
                continue;
            _index += symbol.Length;
            return symbol;
        }

        return null;
    }

    private Expression ReadUnary()
    {
        if (++_depth > DeepestNesting)
            throw Error(Current, $"Expressions are nested more than {DeepestNesting} deep.");

        var token = Current;
        var result = token.Is('-') || token.Is('~') || token.Is('!')
            ? new UnaryExpression(Take().Text, ReadUnary())
            : ReadPrimary();
        _depth--;
        return result;
    }

    private Expression ReadPrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Ellipsis:
                Take();
                return new EllipsisExpression();
            case TokenKind.Integer or TokenKind.HexInteger:
                if (!TryReadInteger(token, out var number))
                    throw Error(token, $"The number {token.Describe()} has more than 64 bits.");
                Take();
                return new IntegerExpression(number);
            case TokenKind.Float:
                Take();
                return new FloatExpression(double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.String:
                return ReadString();
            case TokenKind.Word:
                Take();
                return Current.Is('(') && FollowsDirectly(token) ? ReadCall(token.Text) : new SymbolExpression(token.Text);
            default:
                return ReadBracketed();
        }
    }

    // "EAGAIN (Resource …)" is a symbol with a note behind it, "htons(80)" is a call.
    private bool FollowsDirectly(Token word) => Current.Line == word.Line && Current.Column == word.Column + word.Text.Length;

    private Expression ReadBracketed()
    {
        if (TryTake('['))
            return new ArrayExpression(ReadExpressions(']'));
        if (TryTake('{'))
            return new StructureExpression(ReadFields());
        if (!TryTake('('))
            throw Expected("a value");

        var isCast = Current.Kind == TokenKind.Word && Peek(1).Is(')')
            && Peek(2).Kind is TokenKind.Word or TokenKind.Integer or TokenKind.HexInteger or TokenKind.String;
        var inner = ReadExpression();
        Expect(')');
        return isCast && inner is SymbolExpression ? ReadUnary() : inner;
    }

    private CallExpression ReadCall(string name)
    {
        Expect('(');
        return new CallExpression(name, ReadExpressions(')'));
    }

    private StringExpression ReadString()
    {
        var text = new StringBuilder();
        while (Current.Kind == TokenKind.String)
            AppendUnescaped(text, Take());

        var hasMore = Current.Kind == TokenKind.Ellipsis && !Current.StartsLine;
        if (hasMore)
            Take();
        return new StringExpression(text.ToString(), hasMore);
    }

    private void AppendUnescaped(StringBuilder text, Token token)
    {
        const string Letters = "abfnrtv0\\\"'";
        const string Meanings = "\a\b\f\n\r\t\v\0\\\"'";
        var escape = false;
        for (var index = 0; index < token.Text.Length; index++)
        {
            var character = token.Text[index];
            var meaning = escape ? Letters.IndexOf(character, StringComparison.Ordinal) : -1;
            if (!escape && character == '\\' && index + 1 < token.Text.Length)
            {
                escape = true;
                continue;
            }

            if (escape && character == 'x')
            {
                text.Append(ReadHexEscape(token, index + 1));
                index += 2;
            }
            else if (meaning >= 0)
            {
                text.Append(Meanings[meaning]);
            }
            else
            {
                text.Append(escape ? "\\" : "").Append(character);
            }

            escape = false;
        }
    }

    private char ReadHexEscape(Token token, int start)
    {
        var digits = token.Text.AsSpan(start, Math.Min(2, token.Text.Length - start));
        if (digits.Length < 2 || !byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            throw Error(token, "Expected two hexadecimal digits after \\x in the string.");
        return (char)octet;
    }

    private PduList<StructureField> ReadFields()
    {
        if (Current.Is('(') && Peek(1).IsWord("label"))
            throw new UnsupportedSyntaxException("MPLS label stacks");
        if (Current.IsWord("flags") && !Peek(1).Is('='))
            throw new UnsupportedSyntaxException("GRE headers");

        var fields = new List<StructureField>();
        if (TryTake('}'))
            return [];
        do
            fields.Add(ReadField());
        while (TryTake(','));
        Expect('}');
        return [.. fields];
    }

    private StructureField ReadField()
    {
        var value = ReadExpression();
        return value switch
        {
            SymbolExpression symbol when TryTake('=') => new StructureField(symbol.Name, null, ReadExpression()),
            CallExpression { Arguments.Count: 1 } call when TryTake('=') =>
                new StructureField(call.Name, call.Arguments[0], ReadExpression()),
            _ => new StructureField(null, null, value),
        };
    }
}
