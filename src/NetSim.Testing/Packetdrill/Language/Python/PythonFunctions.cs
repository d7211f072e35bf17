using System.Globalization;
using System.Numerics;

namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>The built-in functions that code may call.</summary>
internal static class PythonFunctions
{
    /// <summary>The function of this name, or <see langword="null"/>.</summary>
    public static Func<object?[], object?>? Find(string name) => name switch
    {
        "abs" => arguments => PythonOperators.Order(Only(name, arguments), BigInteger.Zero) < 0
            ? PythonOperators.Apply("-", arguments[0])
            : PythonOperators.Apply("+", arguments[0]),
        "min" => arguments => Extreme(name, arguments, sign: -1),
        "max" => arguments => Extreme(name, arguments, sign: 1),
        "sum" => arguments => Items(name, Only(name, arguments))
            .Aggregate((object)BigInteger.Zero, (sum, item) => PythonOperators.Apply("+", sum, item)),
        "all" => arguments => Items(name, Only(name, arguments)).All(PythonOperators.IsTrue),
        "any" => arguments => Items(name, Only(name, arguments)).Any(PythonOperators.IsTrue),
        "len" => arguments => Only(name, arguments) is string text ? (BigInteger)text.Length : Items(name, arguments[0]).Count,
        "bool" => arguments => PythonOperators.IsTrue(Only(name, arguments)),
        "str" => arguments => PythonOperators.Display(Only(name, arguments)),
        "int" => arguments => Integer(Only(name, arguments)),
        "float" => arguments => PythonOperators.Number(Only(name, arguments)) is { } number
            ? PythonOperators.ToDouble(number)
            : throw Wrong(name, arguments),
        "round" => Round,
        _ => null,
    };

    private static object? Only(string name, object?[] arguments) => arguments.Length == 1 ? arguments[0] : throw Wrong(name, arguments);

    private static IReadOnlyList<object?> Items(string name, object? value) =>
        value is PythonSequence sequence ? sequence.Items : throw Wrong(name, [value]);

    private static object? Extreme(string name, object?[] arguments, int sign)
    {
        var items = arguments.Length == 1 ? Items(name, arguments[0]) : arguments;
        return items.Count == 0
            ? throw Wrong(name, arguments)
            : items.Aggregate((best, item) => Math.Sign(PythonOperators.Order(item, best)) == sign ? item : best);
    }

    private static BigInteger Integer(object? value) => value switch
    {
        string text when text.Length <= 400
            && BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => PythonOperators.Number(value) switch
        {
            BigInteger integer => integer,
            double real => new BigInteger(real),
            _ => throw Wrong("int", [value]),
        },
    };

    // To the nearest, and from the middle to the even one: the same in Python and in .NET.
    private static object Round(object?[] arguments)
    {
        var digits = arguments.Length == 2 ? arguments[1] as BigInteger? : null;
        return (arguments.Length, PythonOperators.Number(arguments.FirstOrDefault())) switch
        {
            (1, BigInteger integer) => integer,
            (1, double real) => new BigInteger(Math.Round(real)),
            (2, double real) when digits >= 0 && digits <= 15 => Math.Round(real, (int)digits),
            (2, BigInteger integer) when digits >= 0 => integer,
            _ => throw Wrong("round", arguments),
        };
    }

    private static PythonUnsupportedException Wrong(string name, object?[] arguments) =>
        new($"{name}({string.Join(", ", arguments.Select(PythonOperators.Represent))})");
}
