using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>The test vectors of the reference implementation: the key is the octets 00 to 0f, the message the first of 00, 01, 02, …</summary>
public class SipHashTests
{
    private static readonly SipHash Hash = new(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908);

    [Theory]
    [InlineData(0, 0x726F_DB47_DD0E_0E31)]
    [InlineData(1, 0x74F8_39C5_93DC_67FD)]
    [InlineData(7, 0xAB02_00F5_8B01_D137)]
    [InlineData(8, 0x93F5_F579_9A93_2462)]
    [InlineData(12, 0x751E_8FBC_860E_E5FB)]
    [InlineData(15, 0xA129_CA61_49BE_45E5)]   // the paper's, appendix A
    public void The_hash_is_that_of_the_reference(int length, ulong expected)
    {
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        Hash.Of(message).Should().Be(expected);
    }

    [Fact]
    public void Each_half_of_the_key_changes_it()
    {
        ulong[] hashes = [Hash.Of("message"u8), new SipHash(1, 0x0F0E_0D0C_0B0A_0908).Of("message"u8), new SipHash(0x0706_0504_0302_0100, 1).Of("message"u8)];

        hashes.Should().OnlyHaveUniqueItems();
    }
}
