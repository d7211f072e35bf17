using System.Text;
using NetSim.Services.Dhcp;

namespace NetSim.Services.Diagnostics;

/// <summary>The lines of Windows' <c>ipconfig</c>.</summary>
internal static class IpConfigurationText
{
    private const int LabelLength = 34;

    public static string Of(IpAdapter adapter, bool isDetailed)
    {
        var text = new StringBuilder($"Ethernet adapter {adapter.Name}:\n");
        if (!adapter.IsConnected)
            text.Append(Line("Media State", "Media disconnected"));
        if (isDetailed)
        {
            text.Append(Line("Physical Address", $"{adapter.PhysicalAddress}".Replace(':', '-').ToUpperInvariant()));
            text.Append(Line("DHCP Enabled", adapter.IsDhcpEnabled ? "Yes" : "No"));
        }

        if (adapter.IsConnected)
            AppendAddresses(text, adapter, isDetailed);
        return text.ToString();
    }

    /// <summary>A label, dots up to the column of the values, and the values, each further one on a line of its own.</summary>
    public static string Line(string label, params IEnumerable<object> values)
    {
        var text = new StringBuilder($"\n   {label}");
        for (var column = label.Length; column < LabelLength; column++)
            text.Append(column % 2 == 0 ? '.' : ' ');
        text.Append(": ").AppendJoin($"\n{new string(' ', 3 + LabelLength + 2)}", values);
        return text.ToString().TrimEnd(' ');
    }

    private static void AppendAddresses(StringBuilder text, IpAdapter adapter, bool isDetailed)
    {
        foreach (var own in adapter.Addresses)
        {
            text.Append(Line("IPv4 Address", isDetailed ? $"{own.Address}(Preferred)" : own.Address));
            text.Append(Line("Subnet Mask", own.Subnet.Mask));
        }

        if (isDetailed && adapter.Lease is { } lease)
            AppendTimes(text, lease);
        text.Append(Line("Default Gateway", adapter.DefaultGateways.Cast<object>()));
        if (!isDetailed)
            return;
        if (adapter.Lease is { } granted)
            text.Append(Line("DHCP Server", granted.ServerIdentifier));
        if (adapter.DnsServers.Count > 0)
            text.Append(Line("DNS Servers", adapter.DnsServers.Cast<object>()));
    }

    private static void AppendTimes(StringBuilder text, DhcpLease lease)
    {
        text.Append(Line("Lease Obtained", $"{lease.ObtainedAt} s"));
        text.Append(Line("Lease Expires", lease.IsInfinite ? "never" : $"{lease.ObtainedAt + lease.LeaseTime} s"));
    }
}
