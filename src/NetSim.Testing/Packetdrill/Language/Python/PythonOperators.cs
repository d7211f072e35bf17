using System.Globalization;
using System.Numerics;

namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>A list or tuple.</summary>
internal sealed class PythonSequence
{
    // A list may hold another one twice, which then a third holds twice: without a limit, a few lines would make more than memory holds.
    private const int MostItems = 1000;

    public PythonSequence(IReadOnlyList<object?> items, bool isTuple)
    {
        Items = items;
        IsTuple = isTuple;
        Weight = 1 + items.Sum(item => item is PythonSequence inner ? inner.Weight : 1);
        if (Weight > MostItems)
            throw new PythonUnsupportedException("a list of so many items");
    }

    public IReadOnlyList<object?> Items { get; }

    public bool IsTuple { get; }

    /// <summary>The items, those of inner lists included.</summary>
    private int Weight { get; }
}

/// <summary>What operators do to values, as in Python 3. Results that would grow without bound are not supported.</summary>
internal static class PythonOperators
{
    private const int MostBits = 4096;
    private const int MostCharacters = 10_000;

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        BigInteger number => !number.IsZero,
        double number => number != 0,
        string text => text.Length > 0,
        _ => ((PythonSequence)value).Items.Count > 0,
    };

    public static object Apply(string symbol, object? operand) => (symbol, Number(operand)) switch
    {
        ("+", { } number) => number,
        ("-", BigInteger number) => -number,
        ("-", double number) => -number,
        ("~", BigInteger number) => -number - 1,
        _ => throw new PythonUnsupportedException($"{symbol} of {Represent(operand)}"),
    };

    public static object Apply(string symbol, object? left, object? right)
    {
        if (symbol == "%" && left is string format)
            return PythonFormat.Apply(format, right);
        if (symbol == "+" && (left, right) is (string start, string end))
            return Bounded(start + end);

        return (Number(left), Number(right)) switch
        {
            (BigInteger first, BigInteger second) => Integers(symbol, first, second),
            ({ } first, { } second) => Floats(symbol, ToDouble(first), ToDouble(second)),
            _ => throw new PythonUnsupportedException($"{Represent(left)} {symbol} {Represent(right)}"),
        };
    }

    public static bool Compare(string symbol, object? left, object? right) => symbol switch
    {
        "==" => AreEqual(left, right),
        "!=" => !AreEqual(left, right),
        "is" => left?.GetType() == right?.GetType() && AreEqual(left, right),
        "is not" => !Compare("is", left, right),
        "in" => Contains(right, left),
        "not in" => !Contains(right, left),
        "<" => Order(left, right) < 0,
        "<=" => Order(left, right) <= 0,
        ">" => Order(left, right) > 0,
        _ => Order(left, right) >= 0,
    };

    /// <summary>Where one number or string stands to another: less than, equal to or greater than 0.</summary>
    public static int Order(object? left, object? right)
    {
        if ((left, right) is (string start, string end))
            return string.CompareOrdinal(start, end);
        return (Number(left), Number(right)) switch
        {
            (BigInteger first, BigInteger second) => first.CompareTo(second),
            ({ } first, { } second) => ToDouble(first).CompareTo(ToDouble(second)),
            _ => throw new PythonUnsupportedException($"the order of {Represent(left)} and {Represent(right)}"),
        };
    }

    public static object? Item(object? sequence, object? index)
    {
        if (Number(index) is not BigInteger number)
            throw new PythonUnsupportedException($"the item {Represent(index)}");
        var count = sequence switch
        {
            PythonSequence list => list.Items.Count,
            string text => text.Length,
            _ => 0,
        };
        number = number.Sign < 0 ? number + count : number;
        if (number < 0 || number >= count)
            throw new PythonUnsupportedException($"item {Represent(index)} of {Represent(sequence)}");
        return sequence is PythonSequence items ? items.Items[(int)number] : ((string)sequence!)[(int)number].ToString();
    }

    /// <summary>The value as <c>print</c> shows it.</summary>
    public static string Display(object? value) => value as string ?? Represent(value);

    /// <summary>The value as code would write it.</summary>
    public static string Represent(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        double number => FloatText(number),
        string text => $"'{text}'",
        PythonSequence { IsTuple: true, Items.Count: 1 } single => $"({Represent(single.Items[0])},)",
        PythonSequence sequence =>
            (sequence.IsTuple ? "(" : "[") + string.Join(", ", sequence.Items.Select(Represent)) + (sequence.IsTuple ? ")" : "]"),
        _ => "?",
    };

    /// <summary>A BigInteger or a double; truth values are 0 and 1; <see langword="null"/> for anything else.</summary>
    public static object? Number(object? value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        BigInteger or double => value,
        _ => null,
    };

    /// <summary>A BigInteger or double as a double.</summary>
    public static double ToDouble(object number)
    {
        var value = number is BigInteger integer ? (double)integer : (double)number;
        return double.IsFinite(value) ? value : throw new PythonUnsupportedException("a float of that size");
    }

    /// <summary>The text, if it is of a reasonable length.</summary>
    public static string Bounded(string text) =>
        text.Length <= MostCharacters ? text : throw new PythonUnsupportedException("a text of so many characters");

    private static object Integers(string symbol, BigInteger left, BigInteger right) => symbol switch
    {
        "+" => Bounded(left + right),
        "-" => Bounded(left - right),
        "*" => Bounded(left * right),
        "/" when !right.IsZero => Floats("/", ToDouble(left), ToDouble(right)),
        "//" when !right.IsZero => FloorDivide(left, right),
        "%" when !right.IsZero => left - (FloorDivide(left, right) * right),
        "|" => left | right,
        "^" => left ^ right,
        "&" => left & right,
        "<<" when right >= 0 && right <= MostBits => Bounded(left << (int)right),
        ">>" when right >= 0 && right <= MostBits => left >> (int)right,
        "**" when right < 0 && !left.IsZero => Floats("**", ToDouble(left), ToDouble(right)),
        "**" when right >= 0 && right * left.GetBitLength() <= MostBits => BigInteger.Pow(left, (int)right),
        _ => throw new PythonUnsupportedException($"{Represent(left)} {symbol} {Represent(right)}"),
    };

    private static double Floats(string symbol, double left, double right)
    {
        double? result = symbol switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" when right != 0 => left / right,
            "//" when right != 0 => Math.Floor(left / right),
            "%" when right != 0 => left - (Math.Floor(left / right) * right),
            "**" => Math.Pow(left, right),
            _ => null,
        };
        return result is { } value && double.IsFinite(value)
            ? value
            : throw new PythonUnsupportedException($"{Represent(left)} {symbol} {Represent(right)}");
    }

    private static BigInteger FloorDivide(BigInteger left, BigInteger right)
    {
        var quotient = BigInteger.DivRem(left, right, out var remainder);
        return !remainder.IsZero && remainder.Sign != right.Sign ? quotient - 1 : quotient;
    }

    private static BigInteger Bounded(BigInteger number) =>
        number.GetBitLength() <= MostBits ? number : throw new PythonUnsupportedException("a number of so many digits");

    private static bool AreEqual(object? left, object? right)
    {
        if (Number(left) is not null && Number(right) is not null)
            return Order(left, right) == 0;
        if ((left, right) is (PythonSequence first, PythonSequence second))
        {
            return first.IsTuple == second.IsTuple && first.Items.Count == second.Items.Count
                && first.Items.Zip(second.Items, AreEqual).All(equal => equal);
        }

        return Equals(left, right);
    }

    private static bool Contains(object? container, object? value) => (container, value) switch
    {
        (PythonSequence sequence, _) => sequence.Items.Any(item => AreEqual(item, value)),
        (string text, string part) => text.Contains(part, StringComparison.Ordinal),
        _ => throw new PythonUnsupportedException($"{Represent(value)} in {Represent(container)}"),
    };

    // Python writes the fewest digits that read back as the same number, with a point or an exponent.
    private static string FloatText(double number)
    {
        var size = Math.Abs(number);
        if (size >= 1e16 || (size < 1e-4 && size > 0))
            return number.ToString("0.################e+00", CultureInfo.InvariantCulture);
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
    }
}
