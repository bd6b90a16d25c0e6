namespace Tollama.Models.Sundial;

/// <summary>
/// Block by block: sample a block, feed the median path back, sample the next (models/sundial §6). Noise comes from the
/// caller, so that a result depends on nothing but seed and series.
/// </summary>
internal sealed class SundialDecoder(SundialConfig config, ISundialNetwork network)
{
    /// <summary>Most numbers of noise in one call: bounds memory.</summary>
    private const int MostNoise = 4 << 20;

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
        int rowsPerCall = Math.Max(1, MostNoise / (samples * config.Block));
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

        int stride = size.Samples * config.Block;
        var members = chunk.Select(r => rows[r]).ToArray();
        for (int block = 0, done = 0; done < size.Horizon; block++, done += config.Block)
        {
            cancellation.ThrowIfCancellationRequested();
            var given = new float[chunk.Length * stride];
            for (int i = 0; i < chunk.Length; i++)
            {
                noise(chunk[i], block, given.AsSpan(i * stride, stride));
            }

            float[] sampled = network.Run(members, given, size.Samples, cancellation);
            for (int i = 0; i < chunk.Length; i++)
            {
                var own = sampled.AsSpan(i * stride, stride);
                Collect(own, results[chunk[i]], rows[chunk[i]], done, size);
                if (done + config.Block < size.Horizon)
                {
                    rows[chunk[i]].Append(LowerMedian(own, size.Samples));
                }
            }
        }
    }

    private void Collect(
        ReadOnlySpan<float> sampled, float[] result, SundialRow row, int done, (int Horizon, int Samples) size)
    {
        int steps = Math.Min(config.Block, size.Horizon - done);
        for (int sample = 0; sample < size.Samples; sample++)
        {
            for (int step = 0; step < steps; step++)
            {
                double value = sampled[(sample * config.Block) + step];
                result[(sample * size.Horizon) + done + step] = (float)((value * row.Scale) + row.Mean);
            }
        }
    }

    /// <summary>The lower median over the samples of every step, as <c>torch.median</c> takes it.</summary>
    private float[] LowerMedian(ReadOnlySpan<float> sampled, int samples)
    {
        var median = new float[config.Block];
        var column = new float[samples];
        for (int step = 0; step < median.Length; step++)
        {
            for (int sample = 0; sample < samples; sample++)
            {
                column[sample] = sampled[(sample * config.Block) + step];
            }

            Array.Sort(column);
            median[step] = column[(samples - 1) / 2];
        }

        return median;
    }

    /// <summary>Fills the noise of one row and block, <c>(samples, block length)</c>.</summary>
    public delegate void NoiseSource(int row, int block, Span<float> noise);
}
