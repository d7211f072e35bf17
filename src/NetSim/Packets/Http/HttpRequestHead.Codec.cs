using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Http;

public sealed partial record HttpRequestHead
{
    /// <inheritdoc/>
    public override int WireLength =>
        Method.Length + 1 + Target.Length + 1 + HttpVersion.WireLength + HttpLine.End.Length + Headers.WireLength;

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        var rest = HttpSyntax.Write(StartLine, destination);
        rest = HttpSyntax.Write(HttpLine.End, rest);
        Headers.Encode(rest);
    }

    /// <summary>Reads the head of a request that starts at the first octet, or behind one empty line (RFC 9112 §2.2).</summary>
    /// <param name="octets">What has come so far.</param>
    /// <param name="limits">How large a head may be.</param>
    /// <param name="head">The head, where it is complete.</param>
    /// <param name="consumed">How many octets it took: the content starts behind them.</param>
    /// <param name="error">Why there is no head; <see cref="DecodeFault.Truncated"/> where more octets may make it one.</param>
    public static HttpParseStatus TryDecode(
        ReadOnlySpan<byte> octets, HttpLimits limits, out HttpRequestHead? head, out int consumed, out DecodeError error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        head = null;
        consumed = 0;
        var reader = new HttpLineReader(octets);
        var status = TryDecode(ref reader, limits, ref head);
        error = reader.Error;
        if (status == HttpParseStatus.Complete)
            consumed = reader.Position;
        return status;
    }

    /// <summary>Reads the head of a request; octets behind it (the content) are not looked at.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out HttpRequestHead? head, out DecodeError error) =>
        TryDecode(octets, HttpLimits.Default, out head, out _, out error) == HttpParseStatus.Complete && head is not null;

    private static HttpParseStatus TryDecode(ref HttpLineReader reader, HttpLimits limits, ref HttpRequestHead? head)
    {
        reader.SkipEmptyLine();
        var start = reader.Position;
        var status = reader.TryReadLine(limits.MaxStartLineLength, out var line);
        if (status != HttpParseStatus.Complete)
            return status;

        // request-line = method SP request-target SP HTTP-version
        var firstSpace = line.IndexOf(' ', StringComparison.Ordinal);
        if (firstSpace < 0 || !HttpSyntax.IsToken(line.AsSpan(0, firstSpace)))
            return reader.Fail(DecodeFault.BadSyntax, start);
        var secondSpace = line.IndexOf(' ', firstSpace + 1);
        if (secondSpace < 0 || !HttpSyntax.IsTarget(line.AsSpan((firstSpace + 1)..secondSpace)))
            return reader.Fail(DecodeFault.BadSyntax, start + firstSpace + 1);
        if (!HttpVersion.TryParse(line.AsSpan(secondSpace + 1), out var version, out var fault))
            return reader.Fail(fault, start + secondSpace + 1);

        status = HttpFields.TryDecode(ref reader, limits, out var fields);
        if (status == HttpParseStatus.Complete)
            head = new HttpRequestHead(line[..firstSpace], line[(firstSpace + 1)..secondSpace], version, fields);
        return status;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        var reader = new HttpLineReader(octets);
        reader.SkipEmptyLine();
        var start = reader.Position;
        fields.Add(PduField.Octets("Method", Method, start, Method.Length));
        start += Method.Length + 1;
        fields.Add(PduField.Octets("Request target", Target, start, Target.Length));
        start += Target.Length + 1;
        fields.Add(PduField.Octets("Version", Version, start, HttpVersion.WireLength));
        if (reader.TryReadLine(int.MaxValue, out _) == HttpParseStatus.Complete)
            Headers.Describe(ref reader, fields);
    }
}
