using NetSim.Packets.Ethernet;

namespace NetSim.Packets.Dhcp;

/// <summary>One octet that aligns what follows; it has neither length nor data (RFC 2132 §3.1).</summary>
public sealed record PadOption : DhcpOption
{
    private PadOption()
    {
    }

    /// <summary>The only pad.</summary>
    public static PadOption Instance { get; } = new();

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.Pad;

    /// <inheritdoc/>
    public override int DataLength => 0;

    /// <inheritdoc/>
    public override int WireLength => 1;

    private protected override string ValueText => "";

    internal override void Encode(Span<byte> destination) => destination[0] = (byte)DhcpOptionCode.Pad;

    private protected override void EncodeData(Span<byte> destination)
    {
    }
}

/// <summary>What the message is for (RFC 2132 §9.6).</summary>
/// <param name="Type">The message type.</param>
public sealed record MessageTypeOption(DhcpMessageType Type) : DhcpOption
{
    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.MessageType;

    /// <inheritdoc/>
    public override int DataLength => 1;

    private protected override string ValueText => $"{Type}";

    private protected override void EncodeData(Span<byte> destination) => destination[0] = (byte)Type;
}

/// <summary>The client's name, with or without its domain (RFC 2132 §3.14).</summary>
/// <param name="Name">1 to 255 printable ASCII characters.</param>
/// <exception cref="ArgumentException">The name is empty, too long or not printable ASCII.</exception>
public sealed record HostNameOption(string Name) : DhcpOption
{
    /// <summary>1 to 255 printable ASCII characters.</summary>
    public string Name { get; init => field = DhcpText.Require(value, nameof(Name)); } = DhcpText.Require(Name, nameof(Name));

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.HostName;

    /// <inheritdoc/>
    public override int DataLength => Name.Length;

    private protected override string ValueText => Name;

    private protected override void EncodeData(Span<byte> destination) => DhcpText.Write(Name, destination);
}

/// <summary>Why a server refuses (in a Nak) or a client does (in a Decline) (RFC 2132 §9.9).</summary>
/// <param name="Text">1 to 255 printable ASCII characters.</param>
/// <exception cref="ArgumentException">The text is empty, too long or not printable ASCII.</exception>
public sealed record MessageTextOption(string Text) : DhcpOption
{
    /// <summary>1 to 255 printable ASCII characters.</summary>
    public string Text { get; init => field = DhcpText.Require(value, nameof(Text)); } = DhcpText.Require(Text, nameof(Text));

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.MessageText;

    /// <inheritdoc/>
    public override int DataLength => Text.Length;

    private protected override string ValueText => Text;

    private protected override void EncodeData(Span<byte> destination) => DhcpText.Write(Text, destination);
}

/// <summary>The options that the client wants, in its order of preference (RFC 2132 §9.8).</summary>
public sealed record ParameterRequestListOption : DhcpOption
{
    /// <summary>The option that asks for these.</summary>
    /// <param name="codes">1 to 255 option codes.</param>
    /// <exception cref="ArgumentException">There are none or too many codes.</exception>
    public ParameterRequestListOption(PduList<DhcpOptionCode> codes)
    {
        if (codes.Count is 0 or > MaxDataLength)
            throw new ArgumentException($"The option takes 1 to {MaxDataLength} codes, not {codes.Count}.", nameof(codes));
        Codes = codes;
    }

    /// <summary>The codes of the options that the client wants.</summary>
    public PduList<DhcpOptionCode> Codes { get; }

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.ParameterRequestList;

    /// <inheritdoc/>
    public override int DataLength => Codes.Count;

    private protected override string ValueText => Codes.ToString();

    private protected override void EncodeData(Span<byte> destination)
    {
        for (var i = 0; i < Codes.Count; i++)
            destination[i] = (byte)Codes[i];
    }
}

/// <summary>Which client is meant, where its MAC address does not say it (RFC 2132 §9.14).</summary>
public sealed record ClientIdentifierOption : DhcpOption
{
    private const byte EthernetHardware = 1; // IANA ARP hardware types

    /// <summary>The option with this identifier.</summary>
    /// <param name="hardwareType">What kind of hardware address it is; 0 for anything else.</param>
    /// <param name="identifier">1 to 254 octets.</param>
    /// <exception cref="ArgumentException">The identifier is empty or too long.</exception>
    public ClientIdentifierOption(byte hardwareType, Payload identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        if (identifier.Length is 0 or > MaxDataLength - 1)
            throw new ArgumentException($"A client identifier is 1 to {MaxDataLength - 1} octets.", nameof(identifier));
        HardwareType = hardwareType;
        Identifier = identifier;
    }

    /// <summary>The identifier that is a MAC address.</summary>
    public static ClientIdentifierOption ForMac(MacAddress mac)
    {
        var octets = new byte[MacAddress.WireLength];
        mac.Write(octets);
        return new ClientIdentifierOption(EthernetHardware, Payload.Wrap(octets));
    }

    /// <summary>What kind of hardware address the identifier is; 0 for anything else.</summary>
    public byte HardwareType { get; }

    /// <summary>The identifier.</summary>
    public Payload Identifier { get; }

    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.ClientIdentifier;

    /// <inheritdoc/>
    public override int DataLength => 1 + Identifier.Length;

    private protected override string ValueText => HardwareType == EthernetHardware && Identifier.Length == MacAddress.WireLength
        ? MacAddress.Read(Identifier.ToMemory().Span).ToString()
        : $"{HardwareType}:{Convert.ToHexStringLower(Identifier.ToMemory().Span)}";

    private protected override void EncodeData(Span<byte> destination)
    {
        destination[0] = HardwareType;
        Identifier.CopyTo(destination[1..]);
    }
}

/// <summary>An option that has no type of its own, or whose data is not what its standard says; the octets are kept.</summary>
public sealed record UnknownDhcpOption : DhcpOption
{
    /// <summary>The option with this code and data.</summary>
    /// <param name="code">The code, neither Pad nor End.</param>
    /// <param name="data">At most 255 octets.</param>
    /// <exception cref="ArgumentException">The code and the data are those of an option with a type of its own.</exception>
    public UnknownDhcpOption(DhcpOptionCode code, Payload data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (code is DhcpOptionCode.Pad or DhcpOptionCode.End)
            throw new ArgumentException($"{code} has neither length nor data.", nameof(code));
        if (data.Length > MaxDataLength)
            throw new ArgumentException($"An option's data is at most {MaxDataLength} octets, not {data.Length}.", nameof(data));
        if (ReadKnown(code, data.ToMemory().Span) is { } known)
            throw new ArgumentException($"Option {(byte)code} with this data is a {known.GetType().Name}.", nameof(data));
        Code = code;
        Data = data;
    }

    /// <inheritdoc/>
    public override DhcpOptionCode Code { get; }

    /// <summary>The data.</summary>
    public Payload Data { get; }

    /// <inheritdoc/>
    public override int DataLength => Data.Length;

    private protected override string ValueText => Convert.ToHexStringLower(Data.ToMemory().Span);

    private protected override void EncodeData(Span<byte> destination) => Data.CopyTo(destination);
}
