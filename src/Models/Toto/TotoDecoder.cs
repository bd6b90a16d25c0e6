namespace Tollama.Models.Toto;

/// <summary>
/// Patch by patch: take the distribution of the next patch, draw from it or take its mean, feed that back (models/toto
/// §5). The history runs once; all continuations of a series share its cache. Uniform numbers come from the caller, so
/// that a result depends on nothing but seed and series.
/// </summary>
internal sealed class TotoDecoder(TotoNetwork network)
{
    // Enough tokens to keep every core busy, few enough that activations stay small beside the weights. Continuations
    // are fewer: each looks at the cache of all that share its call.
    private const int MostTokens = 8192;
    private const int MostContinuations = 256;

    private readonly TotoConfig _config = network.Config;

    /// <summary>Fills the uniform numbers of one step of one continuation: <c>(variates, 3)</c>.</summary>
    public delegate void NoiseSource(int row, int sample, int step, Span<double> uniforms);

    /// <summary>Continues rows of equally many patches and variates.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="plan">How far and how.</param>
    /// <param name="noise">Numbers to draw with; null to follow the mean.</param>
    /// <param name="cancellation">Stops between calls, and inside one.</param>
    /// <returns>Per row and forecast variate <c>(samples, horizon)</c>.</returns>
    public float[][][] Forecast(
        IReadOnlyList<TotoRow> rows, TotoPlan plan, NoiseSource? noise, CancellationToken cancellation)
    {
        int variates = rows[0].Variates.Count;
        // A horizon of one patch is drawn from the history's own call; nothing is fed back and no sample costs a token.
        bool feedsBack = plan.Horizon > _config.Patch;
        int samplesPerCall = feedsBack ? Math.Clamp(MostContinuations / variates, 1, plan.Samples) : plan.Samples;
        int rowsPerCall = MostTokens / (variates * rows[0].Patches);
        if (feedsBack)
        {
            rowsPerCall = Math.Min(rowsPerCall, MostContinuations / (variates * samplesPerCall));
        }

        rowsPerCall = Math.Max(1, rowsPerCall);
        var results = new float[rows.Count][][];
        for (int start = 0; start < rows.Count; start += rowsPerCall)
        {
            int first = start;
            TotoRow[] chunk = [.. rows.Skip(start).Take(rowsPerCall)];
            NoiseSource? own = noise is null
                ? null
                : (row, sample, step, uniforms) => noise(first + row, sample, step, uniforms);
            ForecastChunk(chunk, plan, own, samplesPerCall, cancellation).CopyTo(results, start);
        }

        return results;
    }

    private float[][][] ForecastChunk(
        TotoRow[] rows, TotoPlan plan, NoiseSource? noise, int samplesPerCall, CancellationToken cancellation)
    {
        float[][][] results = [.. rows.Select(row => Enumerable.Range(0, row.Forecast)
            .Select(_ => new float[plan.Samples * plan.Horizon]).ToArray())];
        using var history = network.Run(TotoCall.History(rows, _config, network.HasLabels), past: null, cancellation);
        for (int start = 0; start < plan.Samples; start += samplesPerCall)
        {
            var continuations = new TotoContinuations(
                rows, _config, plan, (start, Math.Min(samplesPerCall, plan.Samples - start)), noise, results);
            RollOut(continuations, history, plan, cancellation);
        }

        return results;
    }

    private void RollOut(
        TotoContinuations continuations,
        TotoPass history,
        TotoPlan plan,
        CancellationToken cancellation)
    {
        var last = history;
        try
        {
            for (int block = 0; ; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                continuations.Take(last, block);
                if ((block + 1) * _config.Patch >= plan.Horizon)
                {
                    return;
                }

                var call = continuations.NextCall(history.Tokens, block, plan.IsCentreMoving);
                var pass = network.Run(call, last, cancellation);
                Drop(last, history);
                last = pass;
            }
        }
        finally
        {
            Drop(last, history);
        }
    }

    /// <summary>
    /// Frees a pass that nobody continues; the history is continued by the samples of the next call too.
    /// </summary>
    private static void Drop(TotoPass pass, TotoPass history)
    {
        if (pass != history)
        {
            pass.Dispose();
        }
    }
}
