using System.Collections;
using System.Runtime.CompilerServices;

namespace NetSim.Packets.Http;

/// <summary>The fields of a head: an immutable list in the order of the wire, equal to another by content (RFC 9110 §5).</summary>
/// <remarks>A list is written as <c>[("Host", "ark-inflearn.com"), ("Connection", "close")]</c>. The default value is empty.</remarks>
[CollectionBuilder(typeof(HttpFields), nameof(Create))]
public readonly partial struct HttpFields : IReadOnlyList<HttpField>, IEquatable<HttpFields>
{
    private readonly PduList<HttpField> _fields;

    private HttpFields(PduList<HttpField> fields) => _fields = fields;

    /// <summary>A list of these fields.</summary>
    /// <exception cref="ArgumentNullException">A field is null.</exception>
    public static HttpFields Create(ReadOnlySpan<HttpField> fields)
    {
        foreach (var field in fields)
            ArgumentNullException.ThrowIfNull(field, nameof(fields));
        return new HttpFields(PduList.Create(fields));
    }

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public HttpField this[int index] => _fields[index];

    /// <summary>The value of the first field of this name, or null.</summary>
    public string? Find(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Is(name))
                return field.Value;
        }

        return null;
    }

    /// <summary>The values of all fields of this name, in order.</summary>
    public PduList<string> FindAll(string name)
    {
        var values = new List<string>();
        foreach (var field in _fields)
        {
            if (field.Is(name))
                values.Add(field.Value);
        }

        return new PduList<string>([.. values]);
    }

    /// <summary>Whether there is a field of this name.</summary>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>This list with one more field at its end.</summary>
    /// <exception cref="ArgumentException">The name or the value is not allowed.</exception>
    public HttpFields Add(string name, string value) => new([.. _fields.AsSpan(), new HttpField(name, value)]);

    /// <summary>This list without the fields of this name.</summary>
    public HttpFields Remove(string name)
    {
        var kept = new List<HttpField>(Count);
        foreach (var field in _fields)
        {
            if (!field.Is(name))
                kept.Add(field);
        }

        return new HttpFields(new PduList<HttpField>([.. kept]));
    }

    /// <summary>This list with this field in place of all of its name, at its end.</summary>
    /// <exception cref="ArgumentException">The name or the value is not allowed.</exception>
    public HttpFields Set(string name, string value) => Remove(name).Add(name, value);

    /// <summary>Enumerates without allocating.</summary>
    public ReadOnlySpan<HttpField>.Enumerator GetEnumerator() => _fields.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(HttpFields other) => _fields.Equals(other._fields);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HttpFields other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _fields.GetHashCode();

    /// <summary>Whether two lists have equal fields in the same order.</summary>
    public static bool operator ==(HttpFields left, HttpFields right) => left.Equals(right);

    /// <summary>Whether two lists differ.</summary>
    public static bool operator !=(HttpFields left, HttpFields right) => !left.Equals(right);

    /// <summary>The fields, separated by commas.</summary>
    public override string ToString() => _fields.ToString();

    IEnumerator<HttpField> IEnumerable<HttpField>.GetEnumerator() => ((IEnumerable<HttpField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_fields).GetEnumerator();
}
