using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>Text with values put in: <c>"%d of %s" % (5, "x")</c>.</summary>
internal static partial class PythonFormat
{
    private const int WidestField = 100;

    /// <summary>Replaces the fields of a format by values.</summary>
    /// <exception cref="PythonUnsupportedException">A field has another form, or the values do not fit.</exception>
    public static string Apply(string format, object? argument)
    {
        IReadOnlyList<object?> values = argument is PythonSequence { IsTuple: true } tuple ? tuple.Items : [argument];
        var text = new StringBuilder();
        var used = 0;
        for (var index = 0; index < format.Length; index++)
        {
            if (format[index] != '%')
            {
                text.Append(format[index]);
                continue;
            }

            var field = FieldPattern().Match(format, index);
            if (!field.Success)
                throw new PythonUnsupportedException($"the format '{format}'");
            index += field.Length - 1;
            if (field.Groups["kind"].Value == "%")
                text.Append('%');
            else if (used < values.Count)
                text.Append(Field(field, values[used++]));
            else
                throw new PythonUnsupportedException($"the format '{format}' with {values.Count} values");
        }

        if (used < values.Count)
            throw new PythonUnsupportedException($"the format '{format}' with {values.Count} values");
        return PythonOperators.Bounded(text.ToString());
    }

    private static string Field(Match field, object? value)
    {
        var flags = field.Groups["flags"].Value;
        var width = ReadNumber(field.Groups["width"]) ?? 0;
        var text = Convert(field.Groups["kind"].Value[0], value, ReadNumber(field.Groups["precision"]));
        if (flags.Contains('+', StringComparison.Ordinal) && !text.StartsWith('-') && PythonOperators.Number(value) is not null)
            text = "+" + text;
        if (flags.Contains('-', StringComparison.Ordinal))
            return text.PadRight(width);
        return flags.Contains('0', StringComparison.Ordinal) && text.Length > 0 && text[0] is not ('-' or '+')
            ? text.PadLeft(width, '0')
            : text.PadLeft(width);
    }

    private static string Convert(char kind, object? value, int? precision)
    {
        var number = PythonOperators.Number(value);
        return (kind, number) switch
        {
            ('s', _) => PythonOperators.Display(value),
            ('r', _) => PythonOperators.Represent(value),
            ('d' or 'i' or 'u', BigInteger integer) => integer.ToString(CultureInfo.InvariantCulture),
            ('d' or 'i' or 'u', double real) => new BigInteger(real).ToString(CultureInfo.InvariantCulture),
            ('x', BigInteger { Sign: >= 0 } integer) => Hexadecimal(integer),
            ('X', BigInteger { Sign: >= 0 } integer) => Hexadecimal(integer).ToUpperInvariant(),
            ('f', { } any) => PythonOperators.ToDouble(any).ToString($"F{precision ?? 6}", CultureInfo.InvariantCulture),
            _ => throw new PythonUnsupportedException($"%{kind} of {PythonOperators.Represent(value)}"),
        };
    }

    private static string Hexadecimal(BigInteger number)
    {
        var digits = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static int? ReadNumber(Group group)
    {
        if (group.Length == 0)
            return null;
        return int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= WidestField
            ? number
            : throw new PythonUnsupportedException("a field of that width");
    }

    [GeneratedRegex(
        @"\G%(?<flags>[-+0 ]*)(?<width>\d*)(\.(?<precision>\d+))?(?<kind>[dsiuxXfr%])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();
}
