namespace Tollama.Models.Sundial;

/// <summary>
/// Block by block: sample a block, feed the median path back, sample the next (models/sundial §6). Noise comes from the
/// caller, so that a result depends on nothing but seed and series.
/// </summary>
internal sealed class SundialDecoder(SundialNetwork network)
{
    /// <summary>Most numbers of noise in one call: bounds memory.</summary>
    private const int MostNoise = 4 << 20;

    /// <summary>Most tokens in one call.</summary>
    private const int MostTokens = 16_384;

    private readonly SundialConfig _config = network.Config;

    /// <summary>Samples rows of equally many tokens.</summary>
    /// <param name="rows">The series; extended by the median path when there are several blocks.</param>
    /// <param name="horizon">Steps to sample.</param>
    /// <param name="samples">Samples per row.</param>
    /// <param name="noise">Fills the noise of (row, block): <c>(samples, block length)</c>.</param>
    /// <param name="cancellation">Stops between calls, and inside one.</param>
    /// <returns>Per row <c>(samples, horizon)</c> in the series' own units.</returns>
    public float[][] Sample(
        IReadOnlyList<SundialRow> rows, int horizon, int samples, NoiseSource noise, CancellationToken cancellation)
    {
        var results = new float[rows.Count][];
        int rowsPerCall = Math.Max(1, Math.Min(MostNoise / (samples * _config.Block), MostTokens / rows[0].Tokens));
        for (int start = 0; start < rows.Count; start += rowsPerCall)
        {
            int count = Math.Min(rowsPerCall, rows.Count - start);
            var chunk = Enumerable.Range(start, count).ToArray();
            SampleChunk(rows, chunk, (horizon, samples), noise, results, cancellation);
        }

        return results;
    }

    private void SampleChunk(
        IReadOnlyList<SundialRow> rows,
        int[] chunk,
        (int Horizon, int Samples) size,
        NoiseSource noise,
        float[][] results,
        CancellationToken cancellation)
    {
        foreach (int r in chunk)
        {
            results[r] = new float[size.Samples * size.Horizon];
        }

        int stride = size.Samples * _config.Block;
        var members = chunk.Select(r => rows[r]).ToArray();
        SundialPass? last = null;
        try
        {
            for (int block = 0, done = 0; done < size.Horizon; block++, done += _config.Block)
            {
                cancellation.ThrowIfCancellationRequested();
                var given = new float[chunk.Length * stride];
                for (int i = 0; i < chunk.Length; i++)
                {
                    noise(chunk[i], block, given.AsSpan(i * stride, stride));
                }

                var pass = network.Run(members, given, last, cancellation);
                last?.Dispose();
                last = pass;
                for (int i = 0; i < chunk.Length; i++)
                {
                    TakeBlock(pass.Samples.Slice(i * stride, stride), members[i], results[chunk[i]], done, size);
                }
            }
        }
        finally
        {
            last?.Dispose();
        }
    }

    /// <summary>Writes a row's samples of a block, and feeds their median back where another block follows.</summary>
    private void TakeBlock(
        ReadOnlySpan<float> sampled, SundialRow row, float[] result, int done, (int Horizon, int Samples) size)
    {
        Collect(sampled, result, row, done, size);
        if (done + _config.Block < size.Horizon)
        {
            row.Append(LowerMedian(sampled, size.Samples));
        }
    }

    private void Collect(
        ReadOnlySpan<float> sampled, float[] result, SundialRow row, int done, (int Horizon, int Samples) size)
    {
        int steps = Math.Min(_config.Block, size.Horizon - done);
        for (int sample = 0; sample < size.Samples; sample++)
        {
            for (int step = 0; step < steps; step++)
            {
                double value = sampled[(sample * _config.Block) + step];
                result[(sample * size.Horizon) + done + step] = (float)((value * row.Scale) + row.Mean);
            }
        }
    }

    /// <summary>The lower median over the samples of every step, as <c>torch.median</c> takes it.</summary>
    private float[] LowerMedian(ReadOnlySpan<float> sampled, int samples)
    {
        var median = new float[_config.Block];
        var column = new float[samples];
        for (int step = 0; step < median.Length; step++)
        {
            for (int sample = 0; sample < samples; sample++)
            {
                column[sample] = sampled[(sample * _config.Block) + step];
            }

            Array.Sort(column);
            median[step] = column[(samples - 1) / 2];
        }

        return median;
    }

    /// <summary>Fills the noise of one row and block, <c>(samples, block length)</c>.</summary>
    public delegate void NoiseSource(int row, int block, Span<float> noise);
}
