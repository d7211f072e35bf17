using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace NetSim.Packets.Ipv4;

/// <summary>An IPv4 address block: a prefix and its length (RFC 4632 §3.1).</summary>
public readonly record struct Ipv4Subnet
{
    /// <summary>The block that contains an address.</summary>
    /// <param name="address">Any address of the block; the bits behind the prefix are cleared.</param>
    /// <param name="prefixLength">0 to 32 bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix length is not 0 to 32.</exception>
    public Ipv4Subnet(Ipv4Address address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, 32);
        PrefixLength = prefixLength;
        Network = new Ipv4Address(address.Value & MaskOf(prefixLength).Value);
    }

    /// <summary>0.0.0.0/0: every address.</summary>
    public static Ipv4Subnet All => default;

    /// <summary>The first address: the block's own.</summary>
    public Ipv4Address Network { get; }

    /// <summary>How many leading bits all addresses of the block share.</summary>
    public int PrefixLength { get; }

    /// <summary>The mask, such as 255.255.255.0.</summary>
    public Ipv4Address Mask => MaskOf(PrefixLength);

    /// <summary>The last address: every host of the subnet (RFC 919). A /31 or /32 has none, and this is its last address.</summary>
    public Ipv4Address DirectedBroadcast => new(Network.Value | ~Mask.Value);

    /// <summary>Whether the subnet sets its first and last address aside: not in a /31 (RFC 3021) or a /32.</summary>
    public bool HasBroadcast => PrefixLength < 31;

    /// <summary>Whether the address is in the block.</summary>
    public bool Contains(Ipv4Address address) => (address.Value & Mask.Value) == Network.Value;

    /// <summary>Whether a host of the subnet can have the address: in it, and neither its own nor its broadcast address.</summary>
    public bool IsHost(Ipv4Address address) =>
        Contains(address) && (!HasBroadcast || (address != Network && address != DirectedBroadcast));

    /// <summary>The mask of a prefix length.</summary>
    public static Ipv4Address MaskOf(int prefixLength) => new(prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));

    /// <summary>The prefix length of a mask; false when its ones are not all in front.</summary>
    public static bool TryGetPrefixLength(Ipv4Address mask, out int prefixLength)
    {
        prefixLength = BitOperations.PopCount(mask.Value);
        return MaskOf(prefixLength) == mask;
    }

    /// <summary>Parses a block such as <c>192.168.100.0/24</c>.</summary>
    /// <exception cref="FormatException">The text is no block, or has bits behind the prefix.</exception>
    public static Ipv4Subnet Parse(string text)
    {
        if (!TrySplit(text, out var address, out var length))
            throw new FormatException($"'{text}' is not an IPv4 subnet. Write its first address and the prefix length, such as 192.168.100.0/24.");
        var subnet = new Ipv4Subnet(address, length);
        return subnet.Network == address
            ? subnet
            : throw new FormatException($"'{text}' has bits behind its prefix. The subnet is {subnet}.");
    }

    internal static bool TrySplit([NotNullWhen(true)] string? text, out Ipv4Address address, out int prefixLength)
    {
        address = default;
        prefixLength = 0;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return text is not null && slash > 0
            && Ipv4Address.TryParse(text.AsSpan(0, slash), out address)
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength)
            && prefixLength <= 32;
    }

    /// <summary>Such as <c>192.168.100.0/24</c>.</summary>
    public override string ToString() => $"{Network}/{PrefixLength}";
}
