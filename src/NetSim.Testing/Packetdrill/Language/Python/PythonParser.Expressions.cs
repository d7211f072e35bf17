using System.Globalization;
using System.Numerics;

namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>Expressions (Python reference, chapter 6), from the loosest operator to the tightest.</summary>
internal sealed partial class PythonParser
{
    private static readonly string[][] BinaryOperators = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%"]];

    private PythonFormula ReadTuple()
    {
        var first = ReadExpression();
        if (!TryTake(","))
            return first;

        var items = new List<PythonFormula> { first };
        while (StartsExpression())
        {
            items.Add(ReadExpression());
            if (!TryTake(","))
                break;
        }

        return Sequence(items, isTuple: true);
    }

    private PythonFormula ReadExpression()
    {
        Enter();
        var value = ReadOr();
        if (TryTakeKeyword("if"))
        {
            var condition = ReadOr();
            if (!TryTakeKeyword("else"))
                throw Unexpected();
            var (then, otherwise) = (value, ReadExpression());
            value = scope => (PythonOperators.IsTrue(condition(scope)) ? then : otherwise)(scope);
        }

        _depth--;
        return value;
    }

    // "and" and "or" return one of their operands, and evaluate the second only if the first does not decide.
    private PythonFormula ReadOr()
    {
        var operands = new List<PythonFormula> { ReadAnd() };
        while (TryTakeKeyword("or"))
            operands.Add(ReadAnd());
        return FirstThatDecides(operands, decides: true);
    }

    private PythonFormula ReadAnd()
    {
        var operands = new List<PythonFormula> { ReadNot() };
        while (TryTakeKeyword("and"))
            operands.Add(ReadNot());
        return FirstThatDecides(operands, decides: false);
    }

    private static PythonFormula FirstThatDecides(List<PythonFormula> operands, bool decides) => operands.Count == 1
        ? operands[0]
        : scope =>
        {
            for (var index = 0; ; index++)
            {
                var value = operands[index](scope);
                if (index == operands.Count - 1 || PythonOperators.IsTrue(value) == decides)
                    return value;
            }
        };

    private PythonFormula ReadNot()
    {
        if (!TryTakeKeyword("not"))
            return ReadComparison();

        Enter();
        var operand = ReadNot();
        _depth--;
        return scope => !PythonOperators.IsTrue(operand(scope));
    }

    private PythonFormula ReadComparison()
    {
        var first = ReadBinary(0);
        var rest = new List<(string Symbol, PythonFormula Right)>();
        while (TakeComparison() is { } symbol)
            rest.Add((symbol, ReadBinary(0)));
        if (rest.Count == 0)
            return first;

        return scope =>
        {
            var left = first(scope);
            foreach (var (symbol, formula) in rest)
            {
                var right = formula(scope);
                if (!PythonOperators.Compare(symbol, left, right))
                    return false;
                left = right;
            }

            return true;
        };
    }

    private string? TakeComparison()
    {
        if (Current.Kind == PythonTokenKind.Operator && Current.Text is "<" or ">" or "<=" or ">=" or "==" or "!=")
            return _tokens[_index++].Text;
        if (TryTakeKeyword("in"))
            return "in";
        if (TryTakeKeyword("is"))
            return TryTakeKeyword("not") ? "is not" : "is";
        if (!IsKeyword("not") || Peek(1) is not { Kind: PythonTokenKind.Name, Text: "in" })
            return null;
        _index += 2;
        return "not in";
    }

    private PythonFormula ReadBinary(int level)
    {
        if (level == BinaryOperators.Length)
            return ReadUnary();

        var left = ReadBinary(level + 1);
        var rest = new List<(string Symbol, PythonFormula Right)>();
        while (Current.Kind == PythonTokenKind.Operator && BinaryOperators[level].Contains(Current.Text))
            rest.Add((_tokens[_index++].Text, ReadBinary(level + 1)));
        return rest.Count == 0
            ? left
            : scope => rest.Aggregate(left(scope), (value, next) => PythonOperators.Apply(next.Symbol, value, next.Right(scope)));
    }

    private PythonFormula ReadUnary()
    {
        if (Current.Kind != PythonTokenKind.Operator || Current.Text is not ("+" or "-" or "~"))
            return ReadPower();

        Enter();
        var symbol = _tokens[_index++].Text;
        var operand = ReadUnary();
        _depth--;
        return scope => PythonOperators.Apply(symbol, operand(scope));
    }

    private PythonFormula ReadPower()
    {
        var left = ReadPrimary();
        if (!TryTake("**"))
            return left;

        Enter();
        var right = ReadUnary();
        _depth--;
        return scope => PythonOperators.Apply("**", left(scope), right(scope));
    }

    private PythonFormula ReadPrimary()
    {
        var value = ReadAtom();
        while (TryTake("["))
        {
            var (sequence, index) = (value, ReadExpression());
            Expect("]");
            value = scope => PythonOperators.Item(sequence(scope), index(scope));
        }

        if (Current is { Kind: PythonTokenKind.Operator, Text: "(" })
            throw new PythonUnsupportedException("a call of something that is not a known function");
        return value;
    }

    private PythonFormula ReadAtom()
    {
        var token = Current;
        switch (token.Kind)
        {
            case PythonTokenKind.Number:
                _index++;
                var number = ReadNumber(token.Text);
                return _ => number;
            case PythonTokenKind.Text:
                var text = "";
                for (; Current.Kind == PythonTokenKind.Text; _index++)
                    text += Current.Text;
                return _ => text;
            case PythonTokenKind.Name:
                return ReadName();
            default:
                if (TryTake("["))
                    return Sequence(ReadList("]"), isTuple: false);
                if (TryTake("("))
                    return ReadParenthesized();
                throw Unexpected();
        }
    }

    private PythonFormula ReadName()
    {
        if (TryTakeKeyword("True"))
            return _ => true;
        if (TryTakeKeyword("False"))
            return _ => false;
        if (TryTakeKeyword("None"))
            return _ => null;

        var name = TakeName();
        if (!TryTake("("))
            return scope => scope.Resolve(name);

        var function = PythonFunctions.Find(name) ?? throw new PythonUnsupportedException($"the function {name}");
        var arguments = ReadList(")");
        return scope => function([.. arguments.Select(argument => argument(scope))]);
    }

    private PythonFormula ReadParenthesized()
    {
        if (TryTake(")"))
            return Sequence([], isTuple: true);
        var value = ReadTuple();
        Expect(")");
        return value;
    }

    private List<PythonFormula> ReadList(string close)
    {
        var items = new List<PythonFormula>();
        while (!TryTake(close))
        {
            items.Add(ReadExpression());
            if (TryTake(","))
                continue;
            Expect(close);
            break;
        }

        return items;
    }

    private static PythonFormula Sequence(List<PythonFormula> items, bool isTuple) =>
        scope => new PythonSequence([.. items.Select(item => item(scope))], isTuple);

    private bool StartsExpression() => Current.Kind switch
    {
        PythonTokenKind.Number or PythonTokenKind.Text => true,
        PythonTokenKind.Name => !IsReserved(Current.Text) || Current.Text is "not" or "True" or "False" or "None",
        PythonTokenKind.Operator => Current.Text is "(" or "[" or "+" or "-" or "~",
        _ => false,
    };

    private static object ReadNumber(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > 400)
            throw new PythonUnsupportedException("a number of so many digits");
        if (digits.All(char.IsAsciiDigit))
            return BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && digits.Length > 2 && digits.Skip(2).All(char.IsAsciiHexDigit))
            return BigInteger.Parse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        throw new PythonUnsupportedException($"the number {text}");
    }
}
