namespace Tollama.Models.Moirai;

/// <summary>One pass, and the autoregressive roll-out of quantile trajectories (models/moirai-2 §4.4 and §5).</summary>
internal sealed class MoiraiDecoder(MoiraiNetwork network)
{
    // Most tokens and most scores of one head in one engine call: bound the memory of many rows and of a long roll-out.
    private const int TokensPerCall = 16_384;
    private const long ScoresPerCall = 8 << 20;

    private readonly MoiraiConfig _config = network.Config;

    private int Levels => _config.Levels.Length;

    /// <summary>Forecasts rows of equal lengths and equally many variates.</summary>
    /// <returns>Per row and level the horizon: <c>[row][level][step]</c>.</returns>
    public double[][][] Forecast(IReadOnlyList<MoiraiRow> rows, int rowsPerCall, CancellationToken cancellation)
    {
        var span = rows[0].Span;
        long tokens = (long)rows[0].Variates.Count * (span.ContextPatches + span.FuturePatches);
        int most = (int)Math.Max(1, Math.Min(TokensPerCall / tokens, ScoresPerCall / (tokens * tokens)));
        var results = new List<double[][]>(rows.Count);
        foreach (var chunk in rows.Chunk(Math.Min(rowsPerCall, most)))
        {
            results.AddRange(ForecastChunk(chunk, most, cancellation));
        }

        return [.. results];
    }

    private double[][][] ForecastChunk(MoiraiRow[] rows, int most, CancellationToken cancellation)
    {
        var span = rows[0].Span;
        int width = span.FuturePatches * span.Patch;
        var forecast = new float[rows.Length][]; // (level, step over whole patches)
        int done = Math.Min(_config.PredictedPatches, span.FuturePatches);
        float[] first = Run(rows, written: 0, cancellation);
        for (int r = 0; r < rows.Length; r++)
        {
            forecast[r] = new float[Levels * width];
            var prediction = first.AsSpan(r * _config.Outputs, _config.Outputs);
            for (int q = 0; q < Levels; q++)
            {
                CopyPatches(prediction, q, done, forecast[r].AsSpan(q * width));
            }
        }

        for (int r = 0; r < rows.Length && done < span.FuturePatches; r++)
        {
            RollOut(rows[r], forecast[r], most, cancellation);
        }

        return [.. forecast.Select(values => Cut(values, width, span.Horizon))];
    }

    /// <summary>
    /// Continues one series: level q's values are fed back into trajectory q, and the results are pooled.
    /// </summary>
    private void RollOut(MoiraiRow row, float[] forecast, int most, CancellationToken cancellation)
    {
        var span = row.Span;
        int width = span.FuturePatches * span.Patch;
        var trajectories = Enumerable.Range(0, Levels).Select(_ => row.Fork()).ToArray();
        int written = 0;
        int done = _config.PredictedPatches;
        while (done < span.FuturePatches)
        {
            for (int q = 0; q < Levels; q++)
            {
                var known = forecast.AsSpan((q * width) + (written * span.Patch), (done - written) * span.Patch);
                trajectories[q].Write(written, known);
            }

            written = done;
            int count = Math.Min(_config.PredictedPatches, span.FuturePatches - done);
            float[] outputs = [.. trajectories.Chunk(most).SelectMany(chunk => Run(chunk, written, cancellation))];
            Pool(outputs, forecast.AsSpan(done * span.Patch), count * span.Patch, width);
            done += count;
        }
    }

    /// <summary>Quantiles of the Q·Q values of each step, with linear interpolation in single precision.</summary>
    private void Pool(float[] outputs, Span<float> forecast, int steps, int width)
    {
        var pooled = new float[Levels * Levels];
        var patches = new float[Levels * Levels][];
        for (int i = 0; i < patches.Length; i++)
        {
            patches[i] = new float[steps];
            CopyPatches(
                outputs.AsSpan(i / Levels * _config.Outputs, _config.Outputs),
                i % Levels,
                steps / _config.Patch,
                patches[i]);
        }

        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < pooled.Length; i++)
            {
                pooled[i] = patches[i][step];
            }

            Array.Sort(pooled);
            for (int q = 0; q < Levels; q++)
            {
                float position = (float)_config.Levels[q] * (pooled.Length - 1);
                int below = (int)position;
                int above = Math.Min(below + 1, pooled.Length - 1);
                forecast[(q * width) + step] = pooled[below] + ((position - below) * (pooled[above] - pooled[below]));
            }
        }
    }

    /// <summary>Runs rows and undoes the scaling of the token that is read: the target's last known one.</summary>
    private float[] Run(MoiraiRow[] rows, int written, CancellationToken cancellation)
    {
        float[] outputs = network.Run(new MoiraiCall(rows, written), cancellation);
        for (int r = 0; r < rows.Length; r++)
        {
            var (location, scale) = rows[r].TargetScale(written);
            foreach (ref float value in outputs.AsSpan(r * _config.Outputs, _config.Outputs))
            {
                value = (value * scale) + location;
            }
        }

        return outputs;
    }

    /// <summary>Copies a level's first patches out of one prediction, laid out (patch, level, step).</summary>
    private void CopyPatches(ReadOnlySpan<float> prediction, int level, int count, Span<float> to)
    {
        for (int k = 0; k < count; k++)
        {
            prediction.Slice(((k * Levels) + level) * _config.Patch, _config.Patch).CopyTo(to[(k * _config.Patch)..]);
        }
    }

    private double[][] Cut(float[] values, int width, int horizon) =>
        [.. Enumerable.Range(0, Levels).Select(q =>
            Array.ConvertAll(values[(q * width)..((q * width) + horizon)], value => (double)value))];
}
