using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using NetSim.Packets.Ethernet;

namespace NetSim.Tracing.Captures;

/// <summary>Whether a frame came into the interface or went out of it (draft-ietf-opsawg-pcapng §4.3.1, epb_flags bits 0-1).</summary>
internal enum FrameDirection
{
    Inbound = 1,
    Outbound = 2,
}

/// <summary>Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian on every system.</summary>
internal sealed class PcapngWriter(Stream stream)
{
    private const uint SectionHeaderBlock = 0x0A0D_0D0A;
    private const uint InterfaceDescriptionBlock = 1;
    private const uint EnhancedPacketBlock = 6;
    private const uint ByteOrderMagic = 0x1A2B_3C4D;
    private const ushort LinkTypeEthernet = 1;
    private const byte NanosecondResolution = 9; // 10^-9 s
    private const int BlockFrameLength = 12;     // type, and the total length in front and behind

    private readonly ArrayBufferWriter<byte> _body = new();

    /// <summary>The section header (§4.1).</summary>
    public void WriteSectionHeader()
    {
        WriteUInt32(ByteOrderMagic);
        WriteUInt16(1); // major version
        WriteUInt16(0); // minor version
        WriteUInt64(ulong.MaxValue); // the section's length is not told
        WriteOption(OptionCode.UserApplication, "NetSim"u8);
        EndBlock(SectionHeaderBlock);
    }

    /// <summary>The description of an interface (§4.2); frames name interfaces by their place, from 0.</summary>
    public void WriteInterface(TracePort port)
    {
        WriteUInt16(LinkTypeEthernet);
        WriteUInt16(0); // reserved
        WriteUInt32(0); // no snap length: frames are whole
        WriteOption(OptionCode.InterfaceName, Encoding.UTF8.GetBytes(port.ToString()));
        WriteOption(OptionCode.InterfaceDescription, Encoding.UTF8.GetBytes($"{port.Name} of {port.Device}"));
        Span<byte> mac = stackalloc byte[MacAddress.WireLength];
        port.MacAddress.Write(mac);
        WriteOption(OptionCode.InterfaceMacAddress, mac);
        WriteOption(OptionCode.InterfaceTimestampResolution, [NanosecondResolution]);
        EndBlock(InterfaceDescriptionBlock);
    }

    /// <summary>A frame (§4.3), its time in nanoseconds since 1970.</summary>
    public void WriteFrame(int interfaceNumber, ulong timestamp, EthernetFrame frame, FrameDirection direction)
    {
        var length = frame.WireLength;
        WriteUInt32((uint)interfaceNumber);
        WriteUInt32((uint)(timestamp >> 32));
        WriteUInt32((uint)timestamp);
        WriteUInt32((uint)length); // captured
        WriteUInt32((uint)length); // original
        frame.Encode(_body.GetSpan(length)[..length]);
        _body.Advance(length);
        Pad(length);
        Span<byte> flags = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)direction);
        WriteOption(OptionCode.PacketFlags, flags);
        EndBlock(EnhancedPacketBlock);
    }

    private void EndBlock(uint type)
    {
        WriteOption(OptionCode.EndOfOptions, []);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, type);
        stream.Write(number);
        BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)(_body.WrittenCount + BlockFrameLength));
        stream.Write(number);
        stream.Write(_body.WrittenSpan);
        stream.Write(number);
        _body.ResetWrittenCount();
    }

    private void WriteOption(ushort code, ReadOnlySpan<byte> value)
    {
        WriteUInt16(code);
        WriteUInt16((ushort)value.Length);
        _body.Write(value);
        Pad(value.Length);
    }

    // Everything takes whole 32-bit words (§3.1).
    private void Pad(int length) => _body.Write("\0\0\0"u8[..(-length & 3)]);

    private void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_body.GetSpan(sizeof(ushort)), value);
        _body.Advance(sizeof(ushort));
    }

    private void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_body.GetSpan(sizeof(uint)), value);
        _body.Advance(sizeof(uint));
    }

    private void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_body.GetSpan(sizeof(ulong)), value);
        _body.Advance(sizeof(ulong));
    }

    // The same number means different things in different blocks (§3.5, §4.1 to §4.3).
    private static class OptionCode
    {
        public const ushort EndOfOptions = 0;                 // opt_endofopt
        public const ushort UserApplication = 4;              // shb_userappl
        public const ushort InterfaceName = 2;                // if_name
        public const ushort InterfaceDescription = 3;         // if_description
        public const ushort InterfaceMacAddress = 6;          // if_MACaddr
        public const ushort InterfaceTimestampResolution = 9; // if_tsresol
        public const ushort PacketFlags = 2;                  // epb_flags
    }
}
