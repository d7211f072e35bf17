using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetSim.Packets.Http;

public sealed partial record HttpResponseHead
{
    private const int StatusCodeLength = 3;

    /// <inheritdoc/>
    public override int WireLength =>
        HttpVersion.WireLength + 1 + StatusCodeLength + 1 + ReasonPhrase.Length + HttpLine.End.Length + Headers.WireLength;

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        EnsureRoom(destination, WireLength);
        var rest = HttpSyntax.Write(StartLine, destination);
        rest = HttpSyntax.Write(HttpLine.End, rest);
        Headers.Encode(rest);
    }

    /// <summary>Reads the head of a response that starts at the first octet.</summary>
    /// <param name="octets">What has come so far.</param>
    /// <param name="limits">How large a head may be.</param>
    /// <param name="head">The head, where it is complete.</param>
    /// <param name="consumed">How many octets it took: the content starts behind them.</param>
    /// <param name="error">Why there is no head; <see cref="DecodeFault.Truncated"/> where more octets may make it one.</param>
    public static HttpParseStatus TryDecode(
        ReadOnlySpan<byte> octets, HttpLimits limits, out HttpResponseHead? head, out int consumed, out DecodeError error)
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

    /// <summary>Reads the head of a response; octets behind it (the content) are not looked at.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out HttpResponseHead? head, out DecodeError error) =>
        TryDecode(octets, HttpLimits.Default, out head, out _, out error) == HttpParseStatus.Complete && head is not null;

    private static HttpParseStatus TryDecode(ref HttpLineReader reader, HttpLimits limits, ref HttpResponseHead? head)
    {
        var status = reader.TryReadLine(limits.MaxStartLineLength, out var line);
        if (status != HttpParseStatus.Complete)
            return status;

        // status-line = HTTP-version SP status-code SP [ reason-phrase ]
        if (!HttpVersion.TryParse(line.AsSpan(0, Math.Min(HttpVersion.WireLength, line.Length)), out var version, out var fault))
            return reader.Fail(fault, 0);
        var rest = line.AsSpan(HttpVersion.WireLength);
        if (rest.Length < 1 + StatusCodeLength || rest[0] != ' ')
            return reader.Fail(DecodeFault.BadSyntax, HttpVersion.WireLength);
        if (!int.TryParse(rest.Slice(1, StatusCodeLength), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return reader.Fail(DecodeFault.BadSyntax, HttpVersion.WireLength + 1);
        if (code < MinStatusCode)
            return reader.Fail(DecodeFault.BadValue, HttpVersion.WireLength + 1);
        rest = rest[(1 + StatusCodeLength)..];
        if (!rest.IsEmpty && rest[0] != ' ') // servers that have no phrase leave out its space, too
            return reader.Fail(DecodeFault.BadSyntax, line.Length - rest.Length);
        var reason = rest.IsEmpty ? "" : rest[1..].ToString();

        status = HttpFields.TryDecode(ref reader, limits, out var fields);
        if (status == HttpParseStatus.Complete)
            head = new HttpResponseHead(version, code, reason, fields);
        return status;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        const int codeOffset = HttpVersion.WireLength + 1;
        const int reasonOffset = codeOffset + StatusCodeLength + 1;
        fields.Add(PduField.Octets("Version", Version, 0, HttpVersion.WireLength));
        fields.Add(PduField.Octets("Status code", StatusCode, codeOffset, StatusCodeLength));
        if (ReasonPhrase.Length > 0)
            fields.Add(PduField.Octets("Reason phrase", ReasonPhrase, reasonOffset, ReasonPhrase.Length));
        var reader = new HttpLineReader(octets);
        if (reader.TryReadLine(int.MaxValue, out _) == HttpParseStatus.Complete)
            Headers.Describe(ref reader, fields);
    }
}
