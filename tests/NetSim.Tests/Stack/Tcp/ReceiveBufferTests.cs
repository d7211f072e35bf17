using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class ReceiveBufferTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFF_FF00u)]
    [InlineData(0x7FFF_FF00u)]
    public void It_delivers_what_an_array_with_marks_delivers(uint first)
    {
        var random = new RandomStream(1, $"receive buffer {first}");
        for (var round = 0; round < 300; round++)
            Compare(random, first);
    }

    private static void Compare(RandomStream random, uint first)
    {
        var stream = new byte[1_000];
        for (var i = 0; i < stream.Length; i++)
            stream[i] = (byte)random.NextUInt32();
        var has = new bool[stream.Length];
        var buffer = new ReceiveBuffer();
        var (next, read) = (0, 0);
        while (read < stream.Length)
        {
            var start = next + random.NextInt32(Math.Max(1, Math.Min(200, stream.Length - next)));
            var length = Math.Min(random.NextInt32(80), stream.Length - start);
            var delivered = buffer.Insert(new SequenceNumber(first) + next, new SequenceNumber(first) + start, Payload.Copy(stream.AsSpan(start, length)));

            Array.Fill(has, true, start, length);
            var end = next;
            while (end < stream.Length && has[end])
                end++;
            delivered.Should().Be(start == next ? end - next : 0);
            next = start == next ? end : next;
            buffer.Available.Should().Be(next - read);
            buffer.OutOfOrder.Should().Be(has.Skip(next).Count(mark => mark));

            var octets = new byte[random.NextInt32(100)];
            var count = buffer.Read(octets);
            count.Should().Be(Math.Min(octets.Length, next - read));
            octets.AsSpan(0, count).SequenceEqual(stream.AsSpan(read, count)).Should().BeTrue();
            read += count;
        }
    }
}
