using System.Globalization;
using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>An argument or a result of a system call, or a part of one.</summary>
/// <remarks>Symbols stay names here: their numbers depend on the system (<see cref="SymbolTable"/>).</remarks>
internal abstract record Expression;

/// <summary><c>...</c>: whatever fits.</summary>
internal sealed record EllipsisExpression : Expression
{
    public override string ToString() => "...";
}

/// <summary>An integer: decimal, or hexadecimal after <c>0x</c>. As in the original, a leading 0 does not make it octal.</summary>
internal sealed record IntegerExpression(long Value) : Expression
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number with a decimal point.</summary>
internal sealed record FloatExpression(double Value) : Expression
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A name, such as <c>SOL_SOCKET</c>.</summary>
internal sealed record SymbolExpression(string Name) : Expression
{
    public override string ToString() => Name;
}

/// <summary>Text in double quotes; adjacent pieces are one.</summary>
/// <param name="Text">The text, its escapes replaced; each character is one octet.</param>
/// <param name="HasMore"><c>"text"...</c>: only the start is given.</param>
internal sealed record StringExpression(string Text, bool HasMore = false) : Expression
{
    public override string ToString() => $"\"{Text}\"{(HasMore ? "..." : "")}";
}

/// <summary>Two operands: <c>O_RDWR|O_NONBLOCK</c>.</summary>
/// <param name="Operator">One of <c>| ^ &amp; &lt;&lt; &gt;&gt; + - * / %</c>.</param>
/// <param name="Left">What stands before the operator.</param>
/// <param name="Right">What stands behind it.</param>
internal sealed record BinaryExpression(string Operator, Expression Left, Expression Right) : Expression
{
    public override string ToString() => Left + Operator + Right;
}

/// <summary>One operand: <c>-1</c> of a symbol, <c>~MSG_PEEK</c>.</summary>
/// <param name="Operator">One of <c>- ~ !</c>.</param>
/// <param name="Operand">What follows.</param>
internal sealed record UnaryExpression(string Operator, Expression Operand) : Expression
{
    public override string ToString() => Operator + Operand;
}

/// <summary>A call of a conversion: <c>htons(80)</c>, <c>inet_addr("192.0.2.1")</c>.</summary>
internal sealed record CallExpression(string Name, PduList<Expression> Arguments) : Expression
{
    public override string ToString() => $"{Name}({string.Join(", ", Arguments)})";
}

/// <summary><c>[1]</c>, <c>[{…}, {…}]</c>: an array, or a value of which the call gets the address.</summary>
internal sealed record ArrayExpression(PduList<Expression> Items) : Expression
{
    public override string ToString() => $"[{string.Join(", ", Items)}]";
}

/// <summary>A structure: <c>{fd=4, events=POLLIN}</c>, <c>{..., 1000}</c>.</summary>
/// <param name="Fields">The fields in their order.</param>
internal sealed record StructureExpression(PduList<StructureField> Fields) : Expression
{
    /// <summary>The value of the field with this name, or <see langword="null"/>.</summary>
    public Expression? this[string name] => Fields.FirstOrDefault(field => field.Name == name)?.Value;

    public override string ToString() => $"{{{string.Join(", ", Fields)}}}";
}

/// <summary>A field of a structure.</summary>
/// <param name="Name">The name; <see langword="null"/> where the place says which field it is.</param>
/// <param name="Count">The number in parentheses after the name: <c>msg_iov(1)=</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record StructureField(string? Name, Expression? Count, Expression Value)
{
    public override string ToString() => (Name is null ? "" : Name + (Count is null ? "" : $"({Count})") + "=") + Value;
}
