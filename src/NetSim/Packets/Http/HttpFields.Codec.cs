namespace NetSim.Packets.Http;

public readonly partial struct HttpFields
{
    /// <summary>The number of octets of the field lines and of the empty line behind them.</summary>
    internal int WireLength
    {
        get
        {
            var length = HttpLine.End.Length;
            foreach (var line in _fields)
                length += line.WireLength;
            return length;
        }
    }

    internal void Encode(Span<byte> destination)
    {
        foreach (var field in _fields)
        {
            destination = HttpSyntax.Write(field.Name, destination);
            destination = HttpSyntax.Write(": ", destination);
            destination = HttpSyntax.Write(field.Value, destination);
            destination = HttpSyntax.Write(HttpLine.End, destination);
        }

        HttpSyntax.Write(HttpLine.End, destination);
    }

    /// <summary>Reads field lines and the empty line behind them (RFC 9112 §5).</summary>
    internal static HttpParseStatus TryDecode(ref HttpLineReader reader, HttpLimits limits, out HttpFields fields)
    {
        var read = new List<HttpField>();
        fields = default;
        var start = reader.Position;
        while (true)
        {
            var lineStart = reader.Position;
            var status = reader.TryReadLine(limits.MaxFieldsLength - (lineStart - start), out var line);
            if (status != HttpParseStatus.Complete)
                return status;
            if (line.Length == 0)
                break;
            if (read.Count == limits.MaxFieldCount)
                return reader.Fail(DecodeFault.TooLarge, lineStart);
            if (!TryReadField(line, out var field, out var column))
                return reader.Fail(DecodeFault.BadSyntax, lineStart + column);
            read.Add(field!);
        }

        fields = new HttpFields(new PduList<HttpField>([.. read]));
        return HttpParseStatus.Complete;
    }

    /// <summary>Reads a name, a colon and a value; nothing stands before the name or the colon (RFC 9112 §2.2, §5.1, §5.2).</summary>
    private static bool TryReadField(ReadOnlySpan<char> line, out HttpField? field, out int column)
    {
        field = null;
        column = 0;
        var colon = line.IndexOf(':');
        if (colon < 0 || !HttpSyntax.IsToken(line[..colon])) // whitespace is no part of a token: obs-fold, "Name : value"
            return false;
        column = colon + 1;
        field = new HttpField(line[..colon].ToString(), line[column..].ToString());
        return true;
    }

    /// <summary>Lists each field line at the place where it stands in the octets.</summary>
    internal void Describe(ref HttpLineReader reader, ICollection<PduField> fields)
    {
        foreach (var field in _fields)
        {
            var start = reader.Position;
            if (reader.TryReadLine(int.MaxValue, out _) != HttpParseStatus.Complete)
                return;
            fields.Add(PduField.Octets(field.Name, field.Value, start, reader.Position - start));
        }

        fields.Add(PduField.Octets("End of the fields", "", reader.Position, HttpLine.End.Length));
    }
}
