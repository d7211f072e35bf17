using System.Globalization;

namespace NetSim.Packets.Http;

public readonly partial struct HttpFields
{
    /// <summary>The elements of the lists in all fields of this name; empty ones are left out (RFC 9110 §5.6.1).</summary>
    /// <remarks>Commas within quoted strings separate, too: use it for lists of tokens and numbers.</remarks>
    public PduList<string> Elements(string name)
    {
        var elements = new List<string>();
        foreach (var field in _fields)
        {
            if (!field.Is(name))
                continue;
            foreach (var part in field.Value.AsSpan().Split(','))
            {
                var element = HttpSyntax.Trim(field.Value.AsSpan()[part]);
                if (!element.IsEmpty)
                    elements.Add(element.ToString());
            }
        }

        return new PduList<string>([.. elements]);
    }

    /// <summary>Whether the Connection field has this option, such as <c>close</c>; case does not matter (RFC 9110 §7.6.1).</summary>
    public bool HasConnectionOption(string option)
    {
        foreach (var element in Elements("Connection"))
        {
            if (string.Equals(element, option, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether the connection is to stay open after the message (RFC 9112 §9.3).</summary>
    /// <param name="version">The version of the message.</param>
    public bool KeepConnection(HttpVersion version)
    {
        if (HasConnectionOption("close"))
            return false;
        return version.Minor >= 1 || HasConnectionOption("keep-alive");
    }

    /// <summary>Reads the Content-Length: decimal digits, or a list of the same number (RFC 9110 §8.6).</summary>
    /// <param name="length">The number of octets of the content; null where the field is not there.</param>
    /// <returns>False where the field is there and cannot be trusted: the message is to be refused (RFC 9112 §6.3).</returns>
    public bool TryReadContentLength(out long? length)
    {
        length = null;
        foreach (var field in _fields)
        {
            if (field.Is("Content-Length") && !TryReadContentLength(field.Value, ref length))
                return false;
        }

        return true;
    }

    private static bool TryReadContentLength(ReadOnlySpan<char> value, ref long? length)
    {
        foreach (var part in value.Split(','))
        {
            // NumberStyles.None: neither signs nor spaces. A number too large for a long is refused as well.
            if (!long.TryParse(HttpSyntax.Trim(value[part]), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || (length ?? number) != number)
            {
                length = null;
                return false;
            }

            length = number;
        }

        return true;
    }
}
