using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Dhcp;

/// <summary>A DHCP message (RFC 2131 §2): a BOOTP message (RFC 951) whose options start with the magic cookie.</summary>
public sealed partial record DhcpMessage : Pdu
{
    /// <summary>The UDP port that servers listen on (RFC 2131 §4.1).</summary>
    public const ushort ServerPort = 67;

    /// <summary>The UDP port that clients listen on (RFC 2131 §4.1).</summary>
    public const ushort ClientPort = 68;

    /// <summary>The least number of octets: shorter messages are padded with zeros (RFC 1542 §2.1).</summary>
    public const int MinLength = 300;

    /// <summary>The octets of the server name field (sname).</summary>
    public const int ServerNameLength = 64;

    /// <summary>The octets of the boot file field (file).</summary>
    public const int BootFileLength = 128;

    /// <summary>The octets of the client hardware address field (chaddr) behind the MAC address.</summary>
    public const int ClientMacPaddingLength = 10;

    private const byte EthernetHardware = 1; // IANA ARP hardware types
    private const ushort BroadcastFlag = 0x8000;

    /// <summary>Who speaks to whom (op).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither of the two.</exception>
    public required DhcpOperation Operation
    {
        get;
        init => field = value is DhcpOperation.BootRequest or DhcpOperation.BootReply
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A DHCP message is a BootRequest or a BootReply.");
    }

    /// <summary>The kind of hardware address, 1 for Ethernet (htype).</summary>
    public byte HardwareType { get; init; } = EthernetHardware;

    /// <summary>The octets of a hardware address, 0 to 16; 6 for Ethernet (hlen).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is greater than 16.</exception>
    public byte HardwareAddressLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Layout.MaxHardwareAddressLength);
            field = value;
        }
    } = MacAddress.WireLength;

    /// <summary>How many relay agents the message passed (hops).</summary>
    public byte Hops { get; init; }

    /// <summary>The client's random number that its server's answers repeat (xid).</summary>
    public required uint TransactionId { get; init; }

    /// <summary>Seconds since the client began (secs).</summary>
    public ushort Seconds { get; init; }

    /// <summary>Whether the client cannot receive unicast yet, so that answers are broadcast (the B flag, RFC 2131 §4.1).</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>The other 15 flags; zero from a sender that follows RFC 2131 §2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has more than 15 bits.</exception>
    public ushort ReservedFlags
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, BroadcastFlag);
            field = value;
        }
    }

    /// <summary>The address that the client has and answers ARP for, or zeros (ciaddr).</summary>
    public Ipv4Address ClientAddress { get; init; }

    /// <summary>The address that the server gives: "your" address (yiaddr).</summary>
    public Ipv4Address YourAddress { get; init; }

    /// <summary>The server that the client boots from next (siaddr).</summary>
    public Ipv4Address NextServerAddress { get; init; }

    /// <summary>The relay agent on the client's subnet, or zeros (giaddr).</summary>
    public Ipv4Address RelayAddress { get; init; }

    /// <summary>The client's MAC address, the first six octets of chaddr.</summary>
    public required MacAddress ClientMac { get; init; }

    /// <summary>The other ten octets of chaddr; zeros for Ethernet.</summary>
    /// <exception cref="ArgumentException">There are not ten octets.</exception>
    public Payload ClientMacPadding
    {
        get;
        init => field = value is { Length: ClientMacPaddingLength }
            ? value
            : throw new ArgumentException($"The padding is {ClientMacPaddingLength} octets.", nameof(value));
    } = Payload.Zeros(ClientMacPaddingLength);

    /// <summary>The server's name without the zeros behind it, or nothing (sname).</summary>
    /// <exception cref="ArgumentException">The name is longer than 64 octets.</exception>
    public Payload ServerName { get; init => field = WithoutTrailingZeros(value, ServerNameLength); } = Payload.Empty;

    /// <summary>The boot file's name without the zeros behind it, or nothing (file).</summary>
    /// <exception cref="ArgumentException">The name is longer than 128 octets.</exception>
    public Payload BootFile { get; init => field = WithoutTrailingZeros(value, BootFileLength); } = Payload.Empty;

    /// <summary>The options between the magic cookie and the End option, in order.</summary>
    public PduList<DhcpOption> Options { get; init; }

    /// <summary>Octets behind the End option, without the zeros that pad the message; nothing from a usual sender.</summary>
    public Payload Trailer { get; init => field = WithoutTrailingZeros(value, int.MaxValue); } = Payload.Empty;

    /// <summary>What the message is for; null where it does not say (plain BOOTP).</summary>
    public DhcpMessageType? MessageType => FindOption<MessageTypeOption>()?.Type;

    /// <summary>The first option of type <typeparamref name="T"/>, or null.</summary>
    public T? FindOption<T>()
        where T : DhcpOption
    {
        foreach (var option in Options)
        {
            if (option is T found)
                return found;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ProtocolName => "DHCP";

    /// <summary>Such as <c>DHCP Offer 192.168.100.1, xid 0x12345678, client 02:00:00:00:00:01</c>.</summary>
    public override string ToString()
    {
        var kind = MessageType is { } type ? $"DHCP {type}" : Operation == DhcpOperation.BootRequest ? "BOOTP request" : "BOOTP reply";
        var address = AddressInQuestion is { IsAny: false } known ? $" {known}" : "";
        return $"{kind}{address}, xid 0x{TransactionId:x8}, client {ClientMac}";
    }

    /// <summary>The address that the message is about: given, asked for, or held (RFC 2131 §4.3.1, §4.4.1).</summary>
    private Ipv4Address AddressInQuestion
    {
        get
        {
            if (!YourAddress.IsAny) return YourAddress;
            return FindOption<RequestedAddressOption>()?.Address ?? ClientAddress;
        }
    }

    private static Payload WithoutTrailingZeros(Payload value, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(value);
        var octets = value.ToMemory().Span;
        var length = octets.LastIndexOfAnyExcept((byte)0) + 1;
        if (length > maxLength)
            throw new ArgumentException($"The field has {maxLength} octets, and the value {length}.", nameof(value));
        return value.Slice(0, length);
    }
}
