namespace Tollama.Models.TimesFm;

/// <summary>
/// The official <c>forecast()</c> around the network (models/timesfm-2.5 §4.4 and §5): prefill, autoregressive steps
/// that feed the median back, the flipped pass, the quantile head, the repairs.
/// </summary>
internal sealed class TimesFmDecoder(TimesFmNetwork network)
{
    /// <summary>Channel 0 is the mean, 5 the median, 1…9 the levels 0.1…0.9.</summary>
    public const int Median = 5;

    private readonly TimesFmConfig _config = network.Config;

    /// <summary>Forecasts a set of windows.</summary>
    /// <returns>Per window the backcast (where asked for) followed by the forecast: <c>(steps, channels)</c>.</returns>
    public IReadOnlyList<TimesFmForecast> Forecast(
        IReadOnlyList<TimesFmWindow> windows, int horizon, TimesFmSettings settings, CancellationToken cancellation)
    {
        var results = new TimesFmForecast[windows.Count];
        var groups = Enumerable.Range(0, windows.Count)
            .GroupBy(i => Math.Max(1, (windows[i].Values.Length + _config.Patch - 1) / _config.Patch));
        foreach (var group in groups)
        {
            int rowsPerCall = Math.Max(1, RowsPerCall(group.Key));
            foreach (int[] members in group.Chunk(rowsPerCall))
            {
                cancellation.ThrowIfCancellationRequested();
                ForecastGroup(windows, members, horizon, settings, results, cancellation);
            }
        }

        return results;
    }

    /// <summary>Tokens of one call are bounded, so that a large request does not need memory without bound.</summary>
    private static int RowsPerCall(int patches) => 4096 / (2 * patches);

    private void ForecastGroup(
        IReadOnlyList<TimesFmWindow> windows,
        int[] members,
        int horizon,
        TimesFmSettings settings,
        TimesFmForecast[] results,
        CancellationToken cancellation)
    {
        var rows = members.Select(i => new TimesFmRow(windows[i].Values, 1, _config.Patch)).ToList();
        if (settings.ForceFlipInvariance)
        {
            rows.AddRange(members.Select(i => new TimesFmRow(windows[i].Values, -1, _config.Patch)));
        }

        var passes = Decode(rows, horizon, settings, cancellation);
        for (int i = 0; i < members.Length; i++)
        {
            var pass = passes[i];
            if (settings.ForceFlipInvariance)
            {
                pass.SubtractFlipped(passes[members.Length + i], _config.Channels);
            }

            results[members[i]] = Finish(pass, windows[members[i]], horizon, settings);
        }
    }

    private TimesFmPass[] Decode(
        List<TimesFmRow> rows, int horizon, TimesFmSettings settings, CancellationToken cancellation)
    {
        int steps = (horizon + _config.OutputPatch - 1) / _config.OutputPatch;
        var passes = new TimesFmPass[rows.Count];
        for (int step = 0; step < steps; step++)
        {
            bool isPrefill = step == 0;
            int patches = rows[0].Patches;
            var call = new TimesFmCall(rows, patches, _config)
            {
                AllPositions = isPrefill && settings.ReturnBackcast,
                QuantileHead = isPrefill && settings.UseContinuousQuantileHead,
            };
            var output = network.Run(call, cancellation);
            for (int r = 0; r < rows.Count; r++)
            {
                passes[r] ??= new TimesFmPass(steps * _config.OutputPatch * _config.Channels);
                Collect(passes[r], rows[r], r, step, call, output);
                if (step + 1 < steps)
                {
                    rows[r].Append(MedianOf(passes[r].Points, step));
                }
            }
        }

        return passes;
    }

    private void Collect(TimesFmPass pass, TimesFmRow row, int index, int step, TimesFmCall call, TimesFmOutput output)
    {
        int width = _config.OutputPatch * _config.Channels;
        int last = row.Patches - 1;
        int lastSlot = call.AllPositions ? ((index + 1) * call.Patches) - 1 : index;
        Denormalize(
            output.Points.AsSpan(lastSlot * width, width), pass.Points.AsSpan(step * width, width), row, last);
        if (call.QuantileHead)
        {
            int quantileWidth = _config.QuantileHorizon * _config.Channels;
            pass.Spread = new float[quantileWidth];
            Denormalize(output.Quantiles.AsSpan(index * quantileWidth, quantileWidth), pass.Spread, row, last);
        }

        if (!call.AllPositions)
        {
            return;
        }

        int kept = _config.Patch * _config.Channels;
        pass.Backcast = new float[last * kept];
        for (int t = 0; t < last; t++)
        {
            int slot = (index * call.Patches) + t;
            Denormalize(output.Points.AsSpan(slot * width, kept), pass.Backcast.AsSpan(t * kept, kept), row, t);
        }
    }

    private static void Denormalize(ReadOnlySpan<float> from, Span<float> to, TimesFmRow row, int patch)
    {
        float mean = row.Mean(patch);
        float deviation = row.Deviation(patch);
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = (from[i] * deviation) + mean;
        }
    }

    private float[] MedianOf(float[] points, int step)
    {
        var median = new float[_config.OutputPatch];
        for (int i = 0; i < median.Length; i++)
        {
            median[i] = points[(((step * _config.OutputPatch) + i) * _config.Channels) + Median];
        }

        return median;
    }

    private TimesFmForecast Finish(TimesFmPass pass, TimesFmWindow window, int horizon, TimesFmSettings settings)
    {
        if (settings.UseContinuousQuantileHead)
        {
            pass.TakeSpread(horizon, _config.Channels);
        }

        float[] forecast = pass.Points.AsSpan(0, horizon * _config.Channels).ToArray();
        float[] backcast = pass.Backcast;
        foreach (float[] values in new[] { forecast, backcast })
        {
            if (settings.FixQuantileCrossing)
            {
                FixCrossing(values);
            }

            Restore(values, window, settings);
        }

        return new TimesFmForecast(forecast, backcast, _config.Channels);
    }

    private void FixCrossing(float[] values)
    {
        for (int step = 0; step < values.Length; step += _config.Channels)
        {
            for (int c = Median - 1; c >= 1; c--)
            {
                values[step + c] = Math.Min(values[step + c], values[step + c + 1]);
            }

            for (int c = Median + 1; c < _config.Channels; c++)
            {
                values[step + c] = Math.Max(values[step + c], values[step + c - 1]);
            }
        }
    }

    private static void Restore(float[] values, TimesFmWindow window, TimesFmSettings settings)
    {
        bool clamp = settings.InferIsPositive && window.IsPositive;
        for (int i = 0; i < values.Length; i++)
        {
            float value = (values[i] * window.Deviation) + window.Mean;
            values[i] = clamp ? Math.Max(value, 0) : value;
        }
    }
}
