using System.Buffers.Binary;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Dhcp;

/// <summary>An option of a DHCP message (RFC 2132).</summary>
/// <remarks>The End option is not in the list: every encoded message has one behind the last option.</remarks>
public abstract record DhcpOption
{
    /// <summary>The greatest number of octets of data, for the length is one octet.</summary>
    public const int MaxDataLength = 255;

    private protected DhcpOption()
    {
    }

    /// <summary>The option's code.</summary>
    public abstract DhcpOptionCode Code { get; }

    /// <summary>The number of octets of the option's data.</summary>
    public abstract int DataLength { get; }

    /// <summary>The number of octets, code and length included.</summary>
    public virtual int WireLength => HeaderLength + DataLength;

    private protected const int HeaderLength = 2; // code, length

    /// <summary>The option's value as text.</summary>
    private protected abstract string ValueText { get; }

    /// <summary>Such as <c>LeaseTime 3600 s</c>.</summary>
    public sealed override string ToString() => ValueText.Length == 0 ? $"{Code}" : $"{Code} {ValueText}";

    internal string Value => ValueText;

    internal virtual void Encode(Span<byte> destination)
    {
        destination[0] = (byte)Code;
        destination[1] = (byte)DataLength;
        EncodeData(destination.Slice(HeaderLength, DataLength));
    }

    private protected abstract void EncodeData(Span<byte> destination);

    /// <summary>Reads an option: one with a type of its own, or else the octets as they are.</summary>
    internal static DhcpOption Read(DhcpOptionCode code, ReadOnlySpan<byte> data) =>
        ReadKnown(code, data) ?? new UnknownDhcpOption(code, Payload.Copy(data));

    /// <summary>The option whose code is known and whose data is what RFC 2132 says, or null.</summary>
    internal static DhcpOption? ReadKnown(DhcpOptionCode code, ReadOnlySpan<byte> data) => code switch
    {
        DhcpOptionCode.Router when IsAddressList(data) => new RouterOption(ReadAddresses(data)),
        DhcpOptionCode.DomainNameServer when IsAddressList(data) => new DomainNameServerOption(ReadAddresses(data)),
        DhcpOptionCode.HostName when DhcpText.IsPrintable(data) => new HostNameOption(DhcpText.Read(data)),
        DhcpOptionCode.MessageText when DhcpText.IsPrintable(data) => new MessageTextOption(DhcpText.Read(data)),
        DhcpOptionCode.MessageType when data.Length == 1 => new MessageTypeOption((DhcpMessageType)data[0]),
        DhcpOptionCode.ParameterRequestList when data.Length > 0 => new ParameterRequestListOption(ReadCodes(data)),
        DhcpOptionCode.ClientIdentifier when data.Length > 1 => new ClientIdentifierOption(data[0], Payload.Copy(data[1..])),
        _ => data.Length == Ipv4Address.WireLength ? ReadFourOctets(code, data) : null,
    };

    private static DhcpOption? ReadFourOctets(DhcpOptionCode code, ReadOnlySpan<byte> data) => code switch
    {
        DhcpOptionCode.SubnetMask => new SubnetMaskOption(Ipv4Address.Read(data)),
        DhcpOptionCode.RequestedAddress => new RequestedAddressOption(Ipv4Address.Read(data)),
        DhcpOptionCode.ServerIdentifier => new ServerIdentifierOption(Ipv4Address.Read(data)),
        DhcpOptionCode.LeaseTime => new LeaseTimeOption(BinaryPrimitives.ReadUInt32BigEndian(data)),
        DhcpOptionCode.RenewalTime => new RenewalTimeOption(BinaryPrimitives.ReadUInt32BigEndian(data)),
        DhcpOptionCode.RebindingTime => new RebindingTimeOption(BinaryPrimitives.ReadUInt32BigEndian(data)),
        _ => null,
    };

    private static bool IsAddressList(ReadOnlySpan<byte> data) => data.Length > 0 && data.Length % Ipv4Address.WireLength == 0;

    private static PduList<Ipv4Address> ReadAddresses(ReadOnlySpan<byte> data)
    {
        var addresses = new Ipv4Address[data.Length / Ipv4Address.WireLength];
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = Ipv4Address.Read(data[(i * Ipv4Address.WireLength)..]);
        return new PduList<Ipv4Address>(addresses);
    }

    private static PduList<DhcpOptionCode> ReadCodes(ReadOnlySpan<byte> data)
    {
        var codes = new DhcpOptionCode[data.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (DhcpOptionCode)data[i];
        return new PduList<DhcpOptionCode>(codes);
    }
}
