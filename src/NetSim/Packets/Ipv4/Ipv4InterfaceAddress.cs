using System.Diagnostics.CodeAnalysis;

namespace NetSim.Packets.Ipv4;

/// <summary>The address of an interface together with its subnet, such as <c>192.168.100.253/24</c>.</summary>
/// <param name="Address">The interface's own address.</param>
/// <param name="PrefixLength">The length of its subnet's prefix: 0 to 32.</param>
public readonly record struct Ipv4InterfaceAddress(Ipv4Address Address, int PrefixLength)
{
    /// <summary>The subnet that the interface is in.</summary>
    public Ipv4Subnet Subnet => new(Address, PrefixLength);

    /// <summary>Parses an address and a prefix length such as <c>192.168.100.253/24</c>.</summary>
    /// <exception cref="FormatException">The text is not that.</exception>
    public static Ipv4InterfaceAddress Parse(string text) => TryParse(text, out var value)
        ? value
        : throw new FormatException($"'{text}' is not an address with its prefix length. Write it as 192.168.100.253/24.");

    /// <summary>Parses an address and a prefix length such as <c>192.168.100.253/24</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv4InterfaceAddress value)
    {
        var parsed = Ipv4Subnet.TrySplit(text, out var address, out var length);
        value = new(address, length);
        return parsed;
    }

    /// <summary>Such as <c>192.168.100.253/24</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
