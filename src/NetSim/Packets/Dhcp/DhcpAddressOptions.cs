using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Dhcp;

/// <summary>An option whose data is one IPv4 address.</summary>
/// <param name="Address">The address.</param>
public abstract record DhcpAddressOption(Ipv4Address Address) : DhcpOption
{
    /// <inheritdoc/>
    public sealed override int DataLength => Ipv4Address.WireLength;

    private protected sealed override string ValueText => Address.ToString();

    private protected sealed override void EncodeData(Span<byte> destination) => Address.Write(destination);
}

/// <summary>The client's subnet mask (RFC 2132 §3.3).</summary>
/// <param name="Address">The mask, such as 255.255.255.0.</param>
public sealed record SubnetMaskOption(Ipv4Address Address) : DhcpAddressOption(Address)
{
    /// <summary>The mask, such as 255.255.255.0.</summary>
    public Ipv4Address Mask => Address;

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.SubnetMask;
}

/// <summary>The address that the client asks for (RFC 2132 §9.1).</summary>
/// <param name="Address">The address.</param>
public sealed record RequestedAddressOption(Ipv4Address Address) : DhcpAddressOption(Address)
{
    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.RequestedAddress;
}

/// <summary>The server that sends the message, or that the client has chosen (RFC 2132 §9.7).</summary>
/// <param name="Address">An address of the server.</param>
public sealed record ServerIdentifierOption(Ipv4Address Address) : DhcpAddressOption(Address)
{
    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.ServerIdentifier;
}

/// <summary>An option whose data is 1 to 63 IPv4 addresses, the preferred one first.</summary>
public abstract record DhcpAddressListOption : DhcpOption
{
    private const int MaxCount = MaxDataLength / Ipv4Address.WireLength;

    private protected DhcpAddressListOption(PduList<Ipv4Address> addresses)
    {
        if (addresses.Count is 0 or > MaxCount)
            throw new ArgumentException($"The option takes 1 to {MaxCount} addresses, not {addresses.Count}.", nameof(addresses));
        Addresses = addresses;
    }

    /// <summary>The addresses, in order of preference.</summary>
    public PduList<Ipv4Address> Addresses { get; }

    /// <inheritdoc/>
    public sealed override int DataLength => Addresses.Count * Ipv4Address.WireLength;

    private protected sealed override string ValueText => Addresses.ToString();

    private protected sealed override void EncodeData(Span<byte> destination)
    {
        for (var i = 0; i < Addresses.Count; i++)
            Addresses[i].Write(destination[(i * Ipv4Address.WireLength)..]);
    }
}

/// <summary>The routers on the client's subnet (RFC 2132 §3.5).</summary>
public sealed record RouterOption : DhcpAddressListOption
{
    /// <summary>The option with these routers.</summary>
    /// <param name="addresses">1 to 63 addresses, the preferred one first.</param>
    /// <exception cref="ArgumentException">There are none or too many addresses.</exception>
    public RouterOption(PduList<Ipv4Address> addresses)
        : base(addresses)
    {
    }

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.Router;
}

/// <summary>The DNS servers that the client can ask (RFC 2132 §3.8).</summary>
public sealed record DomainNameServerOption : DhcpAddressListOption
{
    /// <summary>The option with these servers.</summary>
    /// <param name="addresses">1 to 63 addresses, the preferred one first.</param>
    /// <exception cref="ArgumentException">There are none or too many addresses.</exception>
    public DomainNameServerOption(PduList<Ipv4Address> addresses)
        : base(addresses)
    {
    }

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.DomainNameServer;
}
