using System.Buffers.Binary;

namespace NetSim.Packets.Dns;

/// <summary>Writes a DNS message and compresses its names (RFC 1035 §4.1.4); without a destination it only counts octets.</summary>
internal ref struct DnsWriter
{
    private const int MaxPointer = 0x3FFF; // 14 bits

    private readonly Span<byte> _destination;
    private readonly bool _isCounting;
    private Dictionary<ReadOnlyMemory<byte>, int>? _names; // where a name was written, for look-up only

    private DnsWriter(Span<byte> destination, bool isCounting)
    {
        _destination = destination;
        _isCounting = isCounting;
    }

    public static DnsWriter Counter => new(default, isCounting: true);

    public static DnsWriter To(Span<byte> destination) => new(destination, isCounting: false);

    public int Position { get; private set; }

    public void WriteUInt8(byte value)
    {
        if (!_isCounting)
            _destination[Position] = value;
        Position += sizeof(byte);
    }

    public void WriteUInt16(ushort value)
    {
        if (!_isCounting)
            BinaryPrimitives.WriteUInt16BigEndian(_destination[Position..], value);
        Position += sizeof(ushort);
    }

    public void WriteUInt32(uint value)
    {
        if (!_isCounting)
            BinaryPrimitives.WriteUInt32BigEndian(_destination[Position..], value);
        Position += sizeof(uint);
    }

    public void WriteUInt128(UInt128 value)
    {
        if (!_isCounting)
            BinaryPrimitives.WriteUInt128BigEndian(_destination[Position..], value);
        Position += 2 * sizeof(ulong);
    }

    public void WriteOctets(ReadOnlySpan<byte> octets)
    {
        if (!_isCounting)
            octets.CopyTo(_destination[Position..]);
        Position += octets.Length;
    }

    /// <summary>Writes labels up to one from which on the name was already written, and a pointer to there.</summary>
    /// <remarks>Only octets that are the same, case included, are pointed to, so that every name keeps its case (RFC 4343 §4.1).</remarks>
    public void WriteName(DnsName name)
    {
        for (; !name.IsRoot; name = name.Parent)
        {
            _names ??= new(OctetComparer.Instance);
            if (_names.TryGetValue(name.Octets, out var pointer))
            {
                WriteUInt16((ushort)(DnsReader.PointerBits << 8 | pointer));
                return;
            }

            if (Position <= MaxPointer)
                _names.Add(name.Octets, Position);
            WriteUInt8((byte)name.FirstLabel.Length);
            WriteOctets(name.FirstLabel);
        }

        WriteUInt8(0);
    }

    /// <summary>Writes record data behind its length.</summary>
    public void WriteData(DnsRecordData data)
    {
        var lengthPosition = Position;
        Position += sizeof(ushort);
        data.Encode(ref this);
        if (!_isCounting)
            BinaryPrimitives.WriteUInt16BigEndian(_destination[lengthPosition..], (ushort)(Position - lengthPosition - sizeof(ushort)));
    }

    private sealed class OctetComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static OctetComparer Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj)
        {
            var hash = 2_166_136_261u; // FNV-1a
            foreach (var octet in obj.Span)
                hash = unchecked((hash ^ octet) * 16_777_619u);
            return unchecked((int)hash);
        }
    }
}
