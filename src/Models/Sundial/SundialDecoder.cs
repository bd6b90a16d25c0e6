namespace Tollama.Models.Sundial;

/// <summary>
/// Block by block: sample a block, feed the median path back, sample the next (models/sundial §6). Noise comes from the
/// caller, so that a result depends on nothing but seed and series.
/// </summary>
internal sealed class SundialDecoder(SundialNetwork network)
{
    // Most numbers of noise and most tokens in one call: bound its memory.
    private const int MostNoise = 4 << 20;
    private const int MostTokens = 16_384;

    private readonly SundialConfig _config = network.Config;

    /// <summary>Fills the noise of one row and block from a sample on, <c>(samples, block length)</c>.</summary>
    public delegate void NoiseSource(int row, int block, int firstSample, Span<float> noise);

    /// <summary>Samples rows of equally many tokens.</summary>
    /// <param name="rows">The series; extended by the median path when there are several blocks.</param>
    /// <param name="horizon">Steps to sample.</param>
    /// <param name="samples">Samples per row.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="cancellation">Stops between calls, and inside one.</param>
    /// <returns>Per row <c>(samples, horizon)</c> in the series' own units.</returns>
    public float[][] Sample(
        IReadOnlyList<SundialRow> rows, int horizon, int samples, NoiseSource noise, CancellationToken cancellation)
    {
        var results = new float[rows.Count][];
        int samplesPerCall = Math.Clamp(MostNoise / _config.Block, 1, samples);
        int rowsPerCall = Math.Max(
            1, Math.Min(MostNoise / (samplesPerCall * _config.Block), MostTokens / rows[0].Tokens));
        for (int start = 0; start < rows.Count; start += rowsPerCall)
        {
            int first = start;
            SundialRow[] members = [.. rows.Skip(start).Take(rowsPerCall)];
            var chunk = new SundialChunk(_config, members, horizon, samples, samplesPerCall);
            SampleChunk(
                chunk, (row, block, sample, values) => noise(first + row, block, sample, values), cancellation);
            chunk.Results.CopyTo(results, start);
        }

        return results;
    }

    private void SampleChunk(SundialChunk chunk, NoiseSource noise, CancellationToken cancellation)
    {
        SundialPass? last = null;
        try
        {
            for (int block = 0; block < chunk.Blocks; block++)
            {
                var pass = SampleBlock(chunk, last, block, noise, cancellation);
                last?.Dispose();
                last = pass;
                if (block + 1 < chunk.Blocks)
                {
                    chunk.FeedBack();
                }
            }
        }
        finally
        {
            last?.Dispose();
        }
    }

    /// <summary>Samples a block in parts; every part reads the same new tokens after the same cached ones.</summary>
    private SundialPass SampleBlock(
        SundialChunk chunk, SundialPass? last, int block, NoiseSource noise, CancellationToken cancellation)
    {
        SundialPass? pass = null;
        foreach (var (first, count) in chunk.Parts)
        {
            cancellation.ThrowIfCancellationRequested();
            pass?.Dispose();
            int stride = count * _config.Block;
            var given = new float[chunk.Rows.Count * stride];
            for (int row = 0; row < chunk.Rows.Count; row++)
            {
                noise(row, block, first, given.AsSpan(row * stride, stride));
            }

            pass = network.Run(chunk.Rows, given, last, cancellation);
            chunk.Take(block, first, pass.Samples);
        }

        return pass!; // there is at least one part
    }
}
