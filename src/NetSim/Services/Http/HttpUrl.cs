using System.Globalization;
using NetSim.Packets.Dns;
using NetSim.Packets.Http;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Http;

/// <summary>An http URL taken apart (RFC 9110 §4.2.1, RFC 3986 §3).</summary>
/// <param name="Host">A domain name or an IPv4 address.</param>
/// <param name="Port">80 where the URL names none.</param>
/// <param name="Target">The path, at least a slash, and the query.</param>
internal sealed record HttpUrl(string Host, ushort Port, string Target)
{
    private const ushort DefaultPort = 80;
    private const string Scheme = "http://";

    /// <summary>What the Host field says.</summary>
    public string Authority => Port == DefaultPort ? Host : $"{Host}:{Port}";

    /// <exception cref="FormatException">The text is no http URL.</exception>
    public static HttpUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Problem(text, "it does not start with http://");
        var rest = text[Scheme.Length..].Split('#')[0]; // a fragment is the client's own (RFC 9110 §4.2.5)
        var end = rest.IndexOfAny(['/', '?']);
        var authority = end < 0 ? rest : rest[..end];
        var target = end < 0 ? "" : rest[end..];
        if (!target.StartsWith('/'))
            target = $"/{target}";
        if (!HttpSyntax.IsTarget(target))
            throw Problem(text, "its path has a space or a character outside ASCII; percent-encode it");
        if (authority.Contains('@', StringComparison.Ordinal))
            throw Problem(text, "it has a user name, which browsers do not send any more");

        var colon = authority.LastIndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        var port = DefaultPort;
        if (colon >= 0 && colon < authority.Length - 1
            && (!ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port == 0))
        {
            throw Problem(text, "its port is not a number from 1 to 65535");
        }

        if (!Ipv4Address.TryParse(host, out _) && !IsName(host))
            throw Problem(text, "its host is neither a domain name nor an IPv4 address");
        return new HttpUrl(host, port, target);
    }

    /// <summary>As a URL.</summary>
    public override string ToString() => $"{Scheme}{Authority}{Target}";

    /// <summary>Letters, digits, hyphens, underscores and dots: what a DNS name may have beyond them would be percent-encoded in a URL.</summary>
    private static bool IsName(string host) =>
        host.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_')
        && DnsName.TryParse(host, out var name) && !name.IsRoot;

    private static FormatException Problem(string text, string problem) =>
        new($"'{text}' is not a URL that can be opened: {problem}. Write it as http://ark-inflearn.com/path?query.");
}
