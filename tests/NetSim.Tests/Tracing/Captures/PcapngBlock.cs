using System.Buffers.Binary;

namespace NetSim.Tests.Tracing.Captures;

/// <summary>A block of a pcapng file, read without the writer's help.</summary>
internal sealed record PcapngBlock(uint Type, byte[] Body)
{
    private const ulong Epoch = 1_767_225_600_000_000_000; // 2026-01-01T00:00:00Z in nanoseconds

    public uint InterfaceNumber => Number(0);

    public ulong Timestamp => ((ulong)Number(4) << 32) | Number(8);

    public ulong Nanoseconds => Timestamp - Epoch;

    public uint CapturedLength => Number(12);

    public uint OriginalLength => Number(16);

    public int Direction => Options(20 + (int)((CapturedLength + 3) / 4 * 4)).Single(option => option.Code == 2).Value[0] & 3;

    public static List<PcapngBlock> ReadAll(ReadOnlySpan<byte> file)
    {
        var blocks = new List<PcapngBlock>();
        while (!file.IsEmpty)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
            (length % 4).Should().Be(0);
            BinaryPrimitives.ReadUInt32LittleEndian(file[(length - 4)..]).Should().Be((uint)length);
            blocks.Add(new(BinaryPrimitives.ReadUInt32LittleEndian(file), file[8..(length - 4)].ToArray()));
            file = file[length..];
        }

        return blocks;
    }

    public List<(int Code, byte[] Value)> Options(int offset)
    {
        var options = new List<(int, byte[])>();
        while (offset < Body.Length)
        {
            int code = BinaryPrimitives.ReadUInt16LittleEndian(Body.AsSpan(offset));
            int length = BinaryPrimitives.ReadUInt16LittleEndian(Body.AsSpan(offset + 2));
            options.Add((code, Body[(offset + 4)..(offset + 4 + length)]));
            offset += 4 + ((length + 3) / 4 * 4);
        }

        offset.Should().Be(Body.Length);
        return options;
    }

    private uint Number(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Body.AsSpan(offset));
}
