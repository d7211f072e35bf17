namespace NetSim.Packets.Http;

/// <summary>A field line of a head (RFC 9112 §5).</summary>
public sealed record HttpField
{
    /// <summary>The field with this name and value.</summary>
    /// <param name="name">A token; its case does not matter.</param>
    /// <param name="value">Latin-1 without control characters; whitespace around it is left out (RFC 9110 §5.5).</param>
    /// <exception cref="ArgumentException">The name is not a token, or the value has a character that is not allowed.</exception>
    public HttpField(string name, string value)
    {
        Name = HttpSyntax.RequireToken(name, nameof(name));
        var content = HttpSyntax.RequireContent(value, nameof(value));
        var trimmed = HttpSyntax.Trim(content);
        Value = trimmed.Length == content.Length ? content : trimmed.ToString();
    }

    /// <summary>The name, in the case it was written in.</summary>
    public string Name { get; }

    /// <summary>The value, without whitespace around it.</summary>
    public string Value { get; }

    /// <summary>The number of octets on the wire: the name, a colon and a space, the value, the line's end.</summary>
    internal int WireLength => Name.Length + 2 + Value.Length + 2;

    /// <summary>Whether this is the field's name; case does not matter (RFC 9110 §5.1).</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Equals(HttpField? other) => other is not null && Is(other.Name) && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Name), Value);

    /// <summary>A field of a name and a value.</summary>
    /// <exception cref="ArgumentException">As the constructor says.</exception>
    public static implicit operator HttpField((string Name, string Value) field) => new(field.Name, field.Value);

    /// <summary>Such as <c>Host: ark-inflearn.com</c>.</summary>
    public override string ToString() => $"{Name}: {Value}";
}
