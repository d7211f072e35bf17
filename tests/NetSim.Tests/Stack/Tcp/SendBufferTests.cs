using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

public class SendBufferTests
{
    [Fact]
    public void It_holds_what_a_list_of_octets_holds()
    {
        var random = new RandomStream(1, "send buffer");
        var buffer = new SendBuffer();
        var reference = new List<byte>();
        for (var i = 0; i < 100_000; i++)
        {
            switch (random.NextInt32(4))
            {
                case 0 when reference.Count < 5_000:
                    var octets = new byte[random.NextInt32(random.NextInt32(2) == 0 ? 4 : 200)];
                    var isVirtual = random.NextInt32(3) == 0;
                    for (var j = 0; j < octets.Length && !isVirtual; j++)
                        octets[j] = (byte)random.NextUInt32();
                    buffer.Append(isVirtual ? Payload.Zeros(octets.Length) : Payload.Copy(octets));
                    reference.AddRange(octets);
                    break;
                case 1:
                    var count = random.NextInt32(Math.Min(reference.Count, 150) + 1);
                    buffer.Discard(count);
                    reference.RemoveRange(0, count);
                    break;
                case var _ when reference.Count > 0:
                    var offset = random.NextInt32(reference.Count);
                    var length = 1 + random.NextInt32(reference.Count - offset);
                    buffer.Read(offset, length).ToMemory().ToArray().Should().Equal(reference.Skip(offset).Take(length));
                    break;
            }

            buffer.Length.Should().Be(reference.Count);
        }
    }

    [Fact]
    public void Zeros_of_several_writes_are_read_without_taking_memory()
    {
        var buffer = new SendBuffer();
        for (var i = 0; i < 3; i++)
            buffer.Append(Payload.Zeros(1_000));
        buffer.Append(Payload.FromText("end"));

        var read = buffer.Read(500, 1_448);
        read.IsVirtual.Should().BeTrue();
        read.Length.Should().Be(1_448);
        buffer.Read(500 + 1_448, 1_055).ToMemory().ToArray().Should().Equal([.. new byte[1_052], (byte)'e', (byte)'n', (byte)'d']);
        buffer.Discard(3_000);
        buffer.Read(0, 3).Should().Be(Payload.FromText("end"));
    }
}
