using System.Runtime.CompilerServices;

namespace Tollama.Core.Sampling;

/// <summary>
/// Philox 4×32 with ten rounds: a counter-based generator, a pure function from (key, counter) to 128 random bits.
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, §3.3.
/// </summary>
public static class Philox4x32
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The 128 bits of one counter under one key.</summary>
    /// <param name="key">64-bit key.</param>
    /// <param name="high">Upper half of the 128-bit counter.</param>
    /// <param name="low">Lower half of the counter.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong key, ulong high, ulong low)
    {
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        uint x0 = (uint)low;
        uint x1 = (uint)(low >> 32);
        uint x2 = (uint)high;
        uint x3 = (uint)(high >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = (
                (uint)(product1 >> 32) ^ x1 ^ key0,
                (uint)product1,
                (uint)(product0 >> 32) ^ x3 ^ key1,
                (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }
}
