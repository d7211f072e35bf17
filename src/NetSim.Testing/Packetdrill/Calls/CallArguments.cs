using System.Globalization;
using NetSim.Packets.Ipv4;
using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>Reads the arguments of a call. What it cannot read is not supported.</summary>
internal sealed class CallArguments(SystemCallEvent call, SymbolTable symbols)
{
    public SystemCallEvent Event { get; } = call;

    public int Count => Event.Arguments.Count;

    public Expression this[int index] => index < Count ? Event.Arguments[index] : throw NotSupported(index);

    public void Expect(int count)
    {
        if (Count != count)
            throw new ScriptFailedException($"{Event.Name} has {count} arguments, not {Count}.");
    }

    public long Number(int index) => symbols.Evaluate(this[index]) ?? throw NotSupported(index);

    public int Integer(int index) => (int)Math.Clamp(Number(index), int.MinValue, int.MaxValue);

    public bool IsEllipsis(int index) => this[index] is EllipsisExpression;

    /// <summary>The number of an expression, or <see langword="null"/> where it has none.</summary>
    public long? Evaluate(Expression expression) => symbols.Evaluate(expression);

    /// <summary>The symbol that stands there.</summary>
    public string Symbol(int index) => this[index] is SymbolExpression symbol ? symbol.Name : throw NotSupported(index);

    /// <summary>The number of <c>[5]</c>, or of 5; <see langword="null"/> for an ellipsis.</summary>
    public long? Pointed(int index) => this[index] switch
    {
        EllipsisExpression => null,
        ArrayExpression { Items: [EllipsisExpression] } => null,
        ArrayExpression { Items.Count: 1 } array => Evaluate(array.Items[0]) ?? throw NotSupported(index),
        var expression => Evaluate(expression) ?? throw NotSupported(index),
    };

    /// <summary>The fields of a structure, by name or place; an array around it is taken off.</summary>
    public StructureExpression Structure(int index) => this[index] switch
    {
        StructureExpression structure => structure,
        ArrayExpression { Items: [StructureExpression structure] } => structure,
        _ => throw NotSupported(index),
    };

    /// <summary>A socket address, or <see langword="null"/> for an ellipsis.</summary>
    public Ipv4EndPoint? Address(int index)
    {
        if (this[index] is EllipsisExpression)
            return null;
        var structure = Structure(index);
        var family = structure["sa_family"] ?? structure["sin_family"] ?? structure["family"];
        if (family is not (null or SymbolExpression { Name: "AF_INET" }))
            throw new ScriptUnsupportedException($"{Event.Name} with an address of {family}");
        return new Ipv4EndPoint(AddressOf(structure["sin_addr"], index), PortOf(structure["sin_port"], index));
    }

    /// <summary>The octets of all parts of an iovec.</summary>
    public long VectorLength(Expression expression)
    {
        if (expression is not ArrayExpression vector)
            throw new ScriptUnsupportedException($"{Event.Name}({expression})");
        var total = 0L;
        foreach (var item in vector.Items)
        {
            if (item is not StructureExpression { Fields.Count: 2 } part)
                throw new ScriptUnsupportedException($"{Event.Name}({item})");
            total += Evaluate(part["iov_len"] ?? part.Fields[1].Value) ?? throw new ScriptUnsupportedException($"{Event.Name}({item})");
        }

        return total;
    }

    public ScriptUnsupportedException NotSupported(int index) =>
        new(index < Count ? $"{Event.Name} with {Event.Arguments[index]}" : $"{Event.Name} with {Count} arguments");

    private ushort PortOf(Expression? expression, int index) => expression switch
    {
        null => 0,
        CallExpression { Name: "htons", Arguments: [var number] } when Evaluate(number) is >= 0 and <= ushort.MaxValue and var port => (ushort)port,
        _ => throw NotSupported(index),
    };

    private Ipv4Address AddressOf(Expression? expression, int index) => expression switch
    {
        null or SymbolExpression { Name: "INADDR_ANY" } => Ipv4Address.Any,
        CallExpression { Arguments: [StringExpression text] } when Ipv4Address.TryParse(text.Text, out var address) => address,
        CallExpression { Name: "htonl", Arguments: [var number] } when Evaluate(number) is { } value => new Ipv4Address((uint)value),
        StringExpression text when Ipv4Address.TryParse(text.Text, out var address) => address,
        _ => throw NotSupported(index),
    };

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
