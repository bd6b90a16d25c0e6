namespace Tollama.Models.ChronosBolt;

/// <summary>
/// Runs series to a horizon: one pass each, and beyond its length passes over one path per trained level, each fed with
/// its own quantile of the last forecast, whose forecasts together are reduced to the trained levels again.
/// </summary>
internal static class ChronosBoltRollout
{
    /// <summary>Forecasts series together.</summary>
    /// <param name="network">The network.</param>
    /// <param name="series">Observations of each series, at least one.</param>
    /// <param name="horizons">Steps to forecast for each.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>For each series its forecast at each trained level, <c>(levels, horizon)</c>.</returns>
    public static float[][][] Run(
        ChronosBoltNetwork network,
        IReadOnlyList<float[]> series,
        IReadOnlyList<int> horizons,
        CancellationToken cancellation)
    {
        var config = network.Config;
        float[][] first = network.Run([.. series.Select(row => Cut(row, config.ContextLength))], cancellation);
        var tasks = series.Select((row, i) => new Unrolling(config, row, horizons[i], first[i])).ToList();
        var open = tasks.Where(task => !task.IsDone).ToList();
        while (open.Count > 0)
        {
            float[][] answers = network.Run([.. open.SelectMany(task => task.Next())], cancellation);
            int levels = config.Quantiles.Length;
            for (int i = 0; i < open.Count; i++)
            {
                open[i].Absorb(answers.AsSpan(i * levels, levels));
            }

            open.RemoveAll(task => task.IsDone);
        }

        return [.. tasks.Select(task => task.Answer())];
    }

    private static float[] Cut(ReadOnlySpan<float> row, int length) =>
        row[Math.Max(0, row.Length - length)..].ToArray();

    private sealed class Unrolling
    {
        private readonly ChronosBoltConfig _config;
        private readonly int _horizon;
        private readonly float[][] _paths;
        private readonly List<float>[] _answer;
        private float[] _last;

        public Unrolling(ChronosBoltConfig config, float[] series, int horizon, float[] first)
        {
            _config = config;
            _horizon = horizon;
            _last = first;
            _paths = [.. config.Quantiles.Select(_ => Cut(series, config.ContextLength))];
            _answer = [.. config.Quantiles.Select(_ => new List<float>())];
            Take();
        }

        public bool IsDone => _answer[0].Count >= _horizon;

        public float[][] Next()
        {
            for (int q = 0; q < _paths.Length; q++)
            {
                _paths[q] = Cut([.. _paths[q], .. Level(q)], _config.ContextLength);
            }

            return _paths;
        }

        public void Absorb(ReadOnlySpan<float[]> answers)
        {
            int levels = _paths.Length;
            float[] samples = new float[levels * levels];
            _last = new float[levels * _config.Horizon];
            for (int t = 0; t < _config.Horizon; t++)
            {
                for (int s = 0; s < samples.Length; s++)
                {
                    samples[s] = answers[s / levels][(s % levels * _config.Horizon) + t];
                }

                Array.Sort(samples);
                for (int q = 0; q < levels; q++)
                {
                    _last[(q * _config.Horizon) + t] = EmpiricalQuantiles.At(samples, _config.Quantiles[q]);
                }
            }

            Take();
        }

        public float[][] Answer() => [.. _answer.Select(level => level[.._horizon].ToArray())];

        private void Take()
        {
            for (int q = 0; q < _answer.Length; q++)
            {
                _answer[q].AddRange(Level(q));
            }
        }

        private ReadOnlySpan<float> Level(int q) => _last.AsSpan(q * _config.Horizon, _config.Horizon);
    }
}
