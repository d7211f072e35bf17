using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Packets.Dhcp;

public sealed partial record DhcpMessage
{
    private const uint MagicCookie = 0x6382_5363; // 99, 130, 83, 99 (RFC 2131 §3)

    /// <inheritdoc/>
    public override int WireLength => Math.Max(MinLength, Layout.Options + OptionsLength + 1 + Trailer.Length);

    private int OptionsLength
    {
        get
        {
            var length = 0;
            foreach (var option in Options)
                length += option.WireLength;
            return length;
        }
    }

    /// <inheritdoc/>
    public override void Encode(Span<byte> destination)
    {
        var wireLength = WireLength;
        EnsureRoom(destination, wireLength);
        destination[..wireLength].Clear();

        destination[Layout.Operation] = (byte)Operation;
        destination[Layout.HardwareType] = HardwareType;
        destination[Layout.HardwareAddressLength] = HardwareAddressLength;
        destination[Layout.Hops] = Hops;
        BinaryPrimitives.WriteUInt32BigEndian(destination[Layout.TransactionId..], TransactionId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Seconds..], Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(destination[Layout.Flags..], Flags);
        ClientAddress.Write(destination[Layout.ClientAddress..]);
        YourAddress.Write(destination[Layout.YourAddress..]);
        NextServerAddress.Write(destination[Layout.NextServerAddress..]);
        RelayAddress.Write(destination[Layout.RelayAddress..]);
        ClientMac.Write(destination[Layout.ClientMac..]);
        ClientMacPadding.CopyTo(destination[Layout.ClientMacPadding..]);
        ServerName.CopyTo(destination[Layout.ServerName..]);
        BootFile.CopyTo(destination[Layout.BootFile..]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[Layout.MagicCookie..], MagicCookie);
        EncodeOptions(destination[Layout.Options..]);
    }

    private ushort Flags => (ushort)(ReservedFlags | (IsBroadcast ? BroadcastFlag : 0));

    private void EncodeOptions(Span<byte> destination)
    {
        foreach (var option in Options)
        {
            option.Encode(destination);
            destination = destination[option.WireLength..];
        }

        destination[0] = (byte)DhcpOptionCode.End;
        Trailer.CopyTo(destination[1..]);
    }

    /// <summary>Reads a DHCP message, the payload of a UDP datagram.</summary>
    /// <remarks>Zeros behind the End option are not kept. Messages without the magic cookie (BOOTP) are refused.</remarks>
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out DhcpMessage? message, out DecodeError error)
    {
        message = null;
        error = Check(octets);
        if (error != default || !TryDecodeOptions(octets, out var options, out var end, out error))
            return false;

        var flags = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Flags..]);
        message = new DhcpMessage
        {
            Operation = (DhcpOperation)octets[Layout.Operation],
            HardwareType = octets[Layout.HardwareType],
            HardwareAddressLength = octets[Layout.HardwareAddressLength],
            Hops = octets[Layout.Hops],
            TransactionId = BinaryPrimitives.ReadUInt32BigEndian(octets[Layout.TransactionId..]),
            Seconds = BinaryPrimitives.ReadUInt16BigEndian(octets[Layout.Seconds..]),
            IsBroadcast = (flags & BroadcastFlag) != 0,
            ReservedFlags = (ushort)(flags & ~BroadcastFlag),
            ClientAddress = Ipv4Address.Read(octets[Layout.ClientAddress..]),
            YourAddress = Ipv4Address.Read(octets[Layout.YourAddress..]),
            NextServerAddress = Ipv4Address.Read(octets[Layout.NextServerAddress..]),
            RelayAddress = Ipv4Address.Read(octets[Layout.RelayAddress..]),
            ClientMac = MacAddress.Read(octets[Layout.ClientMac..]),
            ClientMacPadding = Payload.Copy(octets.Slice(Layout.ClientMacPadding, ClientMacPaddingLength)),
            ServerName = Payload.Copy(octets.Slice(Layout.ServerName, ServerNameLength)),
            BootFile = Payload.Copy(octets.Slice(Layout.BootFile, BootFileLength)),
            Options = options,
            Trailer = Payload.Copy(octets[end..].TrimEnd((byte)0)),
        };
        return true;
    }

    private static DecodeError Check(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Layout.Options)
            return new("DHCP", DecodeFault.Truncated, octets.Length);
        if ((DhcpOperation)octets[Layout.Operation] is not (DhcpOperation.BootRequest or DhcpOperation.BootReply))
            return new("DHCP", DecodeFault.BadValue, Layout.Operation);
        if (octets[Layout.HardwareAddressLength] > Layout.MaxHardwareAddressLength)
            return new("DHCP", DecodeFault.BadLength, Layout.HardwareAddressLength);
        if (BinaryPrimitives.ReadUInt32BigEndian(octets[Layout.MagicCookie..]) != MagicCookie)
            return new("DHCP", DecodeFault.BadValue, Layout.MagicCookie);
        return default;
    }

    /// <summary>Reads options until End, which must be there (RFC 2131 §4.1).</summary>
    private static bool TryDecodeOptions(
        ReadOnlySpan<byte> octets, out PduList<DhcpOption> options, out int end, out DecodeError error)
    {
        var read = new List<DhcpOption>();
        options = default;
        error = default;
        end = Layout.Options;
        while (end < octets.Length)
        {
            var code = (DhcpOptionCode)octets[end++];
            if (code == DhcpOptionCode.End)
            {
                options = new PduList<DhcpOption>([.. read]);
                return true;
            }

            if (code == DhcpOptionCode.Pad)
            {
                read.Add(PadOption.Instance);
                continue;
            }

            if (end >= octets.Length || octets[end] > octets.Length - end - 1)
                break;
            read.Add(DhcpOption.Read(code, octets.Slice(end + 1, octets[end])));
            end += 1 + octets[end];
        }

        error = new("DHCP", DecodeFault.Truncated, octets.Length);
        return false;
    }

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("Operation", $"{(byte)Operation} ({Operation})", Layout.Operation, 1));
        fields.Add(PduField.Octets("Hardware type", HardwareType, Layout.HardwareType, 1));
        fields.Add(PduField.Octets("Hardware address length", HardwareAddressLength, Layout.HardwareAddressLength, 1));
        fields.Add(PduField.Octets("Hops", Hops, Layout.Hops, 1));
        fields.Add(PduField.Octets("Transaction ID", $"0x{TransactionId:x8}", Layout.TransactionId, 4));
        fields.Add(PduField.Octets("Seconds", Seconds, Layout.Seconds, 2));
        fields.Add(new PduField("Broadcast flag", IsBroadcast ? "1" : "0", Layout.Flags * 8, 1));
        fields.Add(new PduField("Reserved flags", $"0x{ReservedFlags:x4}", (Layout.Flags * 8) + 1, 15));
        fields.Add(PduField.Octets("Client IP address", ClientAddress, Layout.ClientAddress, 4));
        fields.Add(PduField.Octets("Your IP address", YourAddress, Layout.YourAddress, 4));
        fields.Add(PduField.Octets("Next server IP address", NextServerAddress, Layout.NextServerAddress, 4));
        fields.Add(PduField.Octets("Relay agent IP address", RelayAddress, Layout.RelayAddress, 4));
        fields.Add(PduField.Octets("Client MAC address", ClientMac, Layout.ClientMac, MacAddress.WireLength));
        fields.Add(PduField.Octets("Client hardware address padding", ClientMacPadding, Layout.ClientMacPadding, ClientMacPaddingLength));
        fields.Add(PduField.Octets("Server host name", DhcpText.Show(ServerName), Layout.ServerName, ServerNameLength));
        fields.Add(PduField.Octets("Boot file name", DhcpText.Show(BootFile), Layout.BootFile, BootFileLength));
        fields.Add(PduField.Octets("Magic cookie", $"0x{MagicCookie:x8}", Layout.MagicCookie, 4));
        DescribeOptions(fields);
    }

    private void DescribeOptions(ICollection<PduField> fields)
    {
        var offset = Layout.Options;
        foreach (var option in Options)
        {
            fields.Add(PduField.Octets($"Option {(byte)option.Code} ({Name(option)})", option.Value, offset, option.WireLength));
            offset += option.WireLength;
        }

        fields.Add(PduField.Octets("Option 255 (End)", "", offset++, 1));
        if (!Trailer.IsEmpty)
            fields.Add(PduField.Octets("Trailer", Trailer, offset, Trailer.Length));
        offset += Trailer.Length;
        if (offset < MinLength)
            fields.Add(PduField.Octets("Padding", $"{MinLength - offset} octets", offset, MinLength - offset));
    }

    private static string Name(DhcpOption option) => Enum.IsDefined(option.Code) ? $"{option.Code}" : "unknown";

    private static class Layout
    {
        public const int Operation = 0;              // op
        public const int HardwareType = 1;           // htype
        public const int HardwareAddressLength = 2;  // hlen
        public const int Hops = 3;                   // hops
        public const int TransactionId = 4;          // xid
        public const int Seconds = 8;                // secs
        public const int Flags = 10;                 // flags
        public const int ClientAddress = 12;         // ciaddr
        public const int YourAddress = 16;           // yiaddr
        public const int NextServerAddress = 20;     // siaddr
        public const int RelayAddress = 24;          // giaddr
        public const int ClientMac = 28;             // chaddr
        public const int ClientMacPadding = 34;
        public const int ServerName = 44;            // sname
        public const int BootFile = 108;             // file
        public const int MagicCookie = 236;
        public const int Options = 240;
        public const byte MaxHardwareAddressLength = 16;
    }
}
