using System.Globalization;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>The numbers of the ICMP types and codes that scripts name.</summary>
internal static class IcmpNames
{
    // RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1.
    private static readonly string[] UnreachableCodes =
    [
        "net_unreachable", "host_unreachable", "protocol_unreachable", "port_unreachable", "frag_needed", "source_route_failed",
        "net_unknown", "host_unknown", "source_host_isolated", "net_prohibited", "host_prohibited", "net_unreachable_for_tos",
        "host_unreachable_for_tos", "packet_filtered", "precedence_violation", "precedence_cutoff",
    ];

    private static readonly (string Name, byte Type, string[] Codes)[] Version4 =
    [
        ("echo_reply", 0, []),
        ("unreachable", 3, UnreachableCodes),
        ("source_quench", 4, []),
        ("redirect", 5, []),
        ("echo_request", 8, []),
        ("time_exceeded", 11, ["ttl_exceeded_in_transit", "frag_reass_exceeded"]),
        ("parameter_problem", 12, []),
        ("timestamp_request", 13, []),
        ("timestamp_reply", 14, []),
        ("information_request", 15, []),
        ("information_reply", 16, []),
        ("address_mask_request", 17, []),
        ("address_mask_reply", 18, []),
    ];

    // RFC 4443 §3; the name of code 2 is from before RFC 4443. One dialect also calls code 0 net_unreachable.
    private static readonly (string Name, byte Type, string[] Codes)[] Version6 =
    [
        ("unreachable", 1, ["no_route", "admin_prohibited", "not_neighbour", "address_unreachable", "port_unreachable"]),
        ("packet_too_big", 2, []),
        ("time_exceeded", 3, ["exceeded_hop_limit", "exceeded_frag_time"]),
        ("parameter_problem", 4, ["header_field", "unknown_next_header", "unknown_option"]),
        ("echo_request", 128, []),
        ("echo_reply", 129, []),
    ];

    /// <summary>Finds the numbers of a message.</summary>
    /// <param name="isVersion6">Whether the message is of ICMPv6.</param>
    /// <param name="typeName">A name, or <c>type_N</c>.</param>
    /// <param name="codeName">A name of that type, <c>code_N</c>, or <see langword="null"/> for 0.</param>
    /// <param name="type">The type's number.</param>
    /// <param name="code">The code's number.</param>
    /// <returns>Whether both are known.</returns>
    public static bool TryFind(bool isVersion6, string typeName, string? codeName, out byte type, out byte code)
    {
        string[] codes = [];
        code = 0;
        if (!TryNumber(typeName, "type_", out type))
        {
            var row = Array.Find(isVersion6 ? Version6 : Version4, row => row.Name == typeName);
            if (row.Name is null)
                return false;
            (_, type, codes) = row;
        }

        if (codeName is null || TryNumber(codeName, "code_", out code))
            return true;
        if (isVersion6 && typeName == "unreachable" && codeName == "net_unreachable")
            return true;

        var index = Array.IndexOf(codes, codeName);
        code = (byte)Math.Max(index, 0);
        return index >= 0;
    }

    private static bool TryNumber(string name, string prefix, out byte number)
    {
        number = 0;
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && byte.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
