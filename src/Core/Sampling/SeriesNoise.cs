using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tollama.Core.Sampling;

/// <summary>
/// The noise of one series: keyed by (seed, series id), addressed by (sample, step). The same whatever the batch, the
/// neighbours, the device or a restart.
/// </summary>
public readonly struct SeriesNoise
{
    private readonly ulong _key;

    /// <summary>Noise of a series under a seed.</summary>
    public SeriesNoise(long seed, string seriesId)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        byte[] text = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(seriesId)];
        BinaryPrimitives.WriteInt64LittleEndian(text, seed);
        Encoding.UTF8.GetBytes(seriesId, text.AsSpan(sizeof(long)));
        SHA256.HashData(text, digest);
        _key = BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }

    /// <summary>The stream of one sample at one step; streams of different addresses never overlap.</summary>
    public NoiseStream At(int sample, int step) => new(_key, ((ulong)(uint)sample << 32) | (uint)step);
}
