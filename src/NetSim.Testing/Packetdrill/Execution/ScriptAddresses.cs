using NetSim.Packets.Ipv4;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>The addresses and ports of both sides.</summary>
/// <param name="Local">The stack under test.</param>
/// <param name="PrefixLength">The length of its subnet's prefix.</param>
/// <param name="Gateway">Its router, which is the script's end of the interface.</param>
/// <param name="Remote">The peer that the script plays.</param>
/// <param name="BindPort">The local port of a socket that is bound without an address.</param>
/// <param name="ConnectPort">The remote port of a socket that is connected without an address.</param>
internal sealed record ScriptAddresses(
    Ipv4Address Local, int PrefixLength, Ipv4Address Gateway, Ipv4Address Remote, ushort BindPort, ushort ConnectPort)
{
    private const ushort DefaultPort = 8080;

    /// <summary>Those of a script's options, or packetdrill's own.</summary>
    /// <exception cref="ScriptUnsupportedException">They are of IPv6.</exception>
    /// <exception cref="ScriptFailedException">One is not an address.</exception>
    public static ScriptAddresses Read(ScriptOptions options)
    {
        if (options.IpVersion == ScriptIpVersion.Ipv6)
            throw new ScriptUnsupportedException("IPv6");
        var mask = Parse(options.NetmaskIp, "255.255.0.0", "netmask_ip");
        if (!Ipv4Subnet.TryGetPrefixLength(mask, out var prefixLength))
            throw new ScriptFailedException($"--netmask_ip: {mask} is no netmask.");
        return new ScriptAddresses(
            Parse(options.LocalIp, "192.168.0.1", "local_ip"),
            prefixLength,
            Parse(options.GatewayIp, "192.168.0.2", "gateway_ip"),
            Parse(options.RemoteIp, "192.0.2.1", "remote_ip"),
            options.BindPort ?? DefaultPort,
            options.ConnectPort ?? DefaultPort);
    }

    // The remote address may have a prefix length, which says what the interface's route leads to.
    private static Ipv4Address Parse(string? text, string otherwise, string option)
    {
        text = (text ?? otherwise).Split('/')[0];
        if (Ipv4Address.TryParse(text, out var address))
            return address;
        throw text.Contains(':', StringComparison.Ordinal)
            ? new ScriptUnsupportedException($"IPv6 (--{option}={text})")
            : new ScriptFailedException($"--{option}: {text} is no IPv4 address.");
    }
}
