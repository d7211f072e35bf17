using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>SipHash-2-4, a keyed hash of short messages (Aumasson and Bernstein, 2012): nobody without the key can tell what it gives.</summary>
/// <remarks>What Linux and FreeBSD hash connections with: some 20 ns, where SHA-256 takes 500.</remarks>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>With a key drawn at random.</summary>
    public SipHash(RandomStream random)
        : this(random.NextUInt64(), random.NextUInt64())
    {
    }

    /// <summary>The hash of a message of any length.</summary>
    public ulong Of(ReadOnlySpan<byte> message)
    {
        // The initial state is the text "somepseudorandomlygeneratedbytes" (§2.1).
        var state = new State(key0 ^ 0x736F_6D65_7073_6575, key1 ^ 0x646F_7261_6E64_6F6D, key0 ^ 0x6C79_6765_6E65_7261, key1 ^ 0x7465_6462_7974_6573);
        var last = (ulong)message.Length << 56; // the last word holds the rest of the message and, in its highest octet, the length (§2.2)
        for (; message.Length >= sizeof(ulong); message = message[sizeof(ulong)..])
            state.Compress(BinaryPrimitives.ReadUInt64LittleEndian(message));
        for (var i = 0; i < message.Length; i++)
            last |= (ulong)message[i] << (8 * i);
        state.Compress(last);
        return state.End();
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        public void Compress(ulong word)
        {
            v3 ^= word;
            Round();
            Round();
            v0 ^= word;
        }

        public ulong End()
        {
            v2 ^= 0xFF;
            Round();
            Round();
            Round();
            Round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call is half as long
        private void Round()
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
