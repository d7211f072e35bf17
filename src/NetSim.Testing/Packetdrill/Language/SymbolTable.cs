using System.Diagnostics.CodeAnalysis;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>The numbers behind the symbols of a system's headers (Linux on x86-64, FreeBSD), for those that scripts use.</summary>
internal sealed partial class SymbolTable
{
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _errors = [];

    private SymbolTable(Func<Row, long?> valueOf)
    {
        foreach (var row in (Row[])[.. Shared, .. Options, .. Flags, .. States, .. Errors])
        {
            if (valueOf(row) is { } value)
                _values.Add(row.Name, value);
        }

        // EWOULDBLOCK and ENOTSUP come after the names that they are the same as.
        foreach (var row in Errors)
        {
            if (valueOf(row) is { } value)
                _errors.TryAdd(value, row.Name);
        }
    }

    /// <summary>The symbols of Linux.</summary>
    public static SymbolTable Linux { get; } = new(row => row.Linux);

    /// <summary>The symbols of FreeBSD.</summary>
    public static SymbolTable FreeBsd { get; } = new(row => row.FreeBsd);

    /// <summary>Finds a symbol's number.</summary>
    public bool TryGetValue(string symbol, out long value) => _values.TryGetValue(symbol, out value);

    /// <summary>Finds the symbol of an error number.</summary>
    public bool TryGetErrno(long number, [NotNullWhen(true)] out string? symbol) => _errors.TryGetValue(number, out symbol);

    /// <summary>What an expression of integers, symbols and operators comes to; <see langword="null"/> if it has no number.</summary>
    public long? Evaluate(Expression expression) => expression switch
    {
        IntegerExpression integer => integer.Value,
        SymbolExpression symbol => TryGetValue(symbol.Name, out var value) ? value : null,
        UnaryExpression unary => Evaluate(unary.Operand) is { } operand ? Evaluate(unary.Operator, operand) : null,
        BinaryExpression binary => Evaluate(binary.Left) is { } left && Evaluate(binary.Right) is { } right
            ? Evaluate(binary.Operator, left, right)
            : null,
        _ => null,
    };

    private static long Evaluate(string symbol, long operand) => symbol switch
    {
        "-" => unchecked(-operand),
        "~" => ~operand,
        _ => operand == 0 ? 1 : 0,
    };

    private static long? Evaluate(string symbol, long left, long right) => symbol switch
    {
        "|" => left | right,
        "^" => left ^ right,
        "&" => left & right,
        "<<" => left << (int)right,
        ">>" => left >> (int)right,
        "+" => unchecked(left + right),
        "-" => unchecked(left - right),
        "*" => unchecked(left * right),
        "/" when right is not (0 or -1) => left / right,
        "%" when right is not (0 or -1) => left % right,
        _ => null,
    };

    /// <summary>A symbol with its number on each system that has it.</summary>
    private readonly record struct Row(string Name, long? Linux, long? FreeBsd)
    {
        public Row(string name, long both)
            : this(name, both, both)
        {
        }
    }
}
