namespace Tollama.Models.Sundial;

/// <summary>Rows that are sampled together: their samples so far, and what is fed back into them.</summary>
internal sealed class SundialChunk
{
    private readonly SundialConfig _config;
    private readonly int _horizon;
    private readonly int _samples;
    private readonly int _samplesPerCall;
    private readonly float[] _block; // (rows, samples, block) in normalised units, where another block follows

    /// <summary>Starts with no samples.</summary>
    public SundialChunk(
        SundialConfig config,
        IReadOnlyList<SundialRow> rows,
        int horizon,
        int samples,
        int samplesPerCall)
    {
        (_config, _horizon, _samples, _samplesPerCall) = (config, horizon, samples, samplesPerCall);
        Rows = rows;
        Blocks = (horizon + config.Block - 1) / config.Block;
        Results = [.. rows.Select(_ => new float[samples * horizon])];
        _block = Blocks > 1 ? new float[rows.Count * samples * config.Block] : [];
    }

    /// <summary>The rows, of equally many tokens.</summary>
    public IReadOnlyList<SundialRow> Rows { get; }

    /// <summary>Blocks to sample.</summary>
    public int Blocks { get; }

    /// <summary>Per row <c>(samples, horizon)</c> in the series' own units.</summary>
    public float[][] Results { get; }

    /// <summary>First sample and number of samples of each call of a block.</summary>
    public IEnumerable<(int First, int Count)> Parts
    {
        get
        {
            for (int first = 0; first < _samples; first += _samplesPerCall)
            {
                yield return (first, Math.Min(_samplesPerCall, _samples - first));
            }
        }
    }

    /// <summary>Takes some samples of a block, <c>(rows, count, block)</c> in normalised units.</summary>
    public void Take(int block, int first, ReadOnlySpan<float> sampled)
    {
        int width = _config.Block;
        int count = sampled.Length / (Rows.Count * width);
        int done = block * width;
        int steps = Math.Min(width, _horizon - done);
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int i = 0; i < count; i++)
            {
                var values = sampled.Slice(((row * count) + i) * width, width);
                Restore(values[..steps], Rows[row], Results[row].AsSpan(((first + i) * _horizon) + done));
                if (_block.Length > 0)
                {
                    values.CopyTo(_block.AsSpan(((row * _samples) + first + i) * width));
                }
            }
        }
    }

    /// <summary>Continues every row with the lower median over its samples, as <c>torch.median</c> takes it.</summary>
    public void FeedBack()
    {
        int width = _config.Block;
        var median = new float[width];
        var column = new float[_samples];
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int step = 0; step < width; step++)
            {
                for (int sample = 0; sample < _samples; sample++)
                {
                    column[sample] = _block[(((row * _samples) + sample) * width) + step];
                }

                Array.Sort(column);
                median[step] = column[(_samples - 1) / 2];
            }

            Rows[row].Append(median);
        }
    }

    private static void Restore(ReadOnlySpan<float> values, SundialRow row, Span<float> to)
    {
        for (int step = 0; step < values.Length; step++)
        {
            to[step] = (float)((values[step] * row.Scale) + row.Mean);
        }
    }
}
