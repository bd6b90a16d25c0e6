using System.Text.Json.Nodes;
using Tollama.Core.Sampling;

namespace Tollama.Models.Serving;

/// <summary>Samples of one series, <c>(samples, horizon)</c>, and what is computed from them.</summary>
internal sealed class SampleSet
{
    private readonly float[] _values;

    /// <summary>Takes the samples over.</summary>
    /// <param name="values">Row-major <c>(samples, horizon)</c>.</param>
    /// <param name="samples">Number of samples, at least 1.</param>
    public SampleSet(float[] values, int samples)
    {
        _values = values;
        Samples = samples;
        Horizon = values.Length / samples;
    }

    /// <summary>Number of samples.</summary>
    public int Samples { get; }

    /// <summary>Number of steps.</summary>
    public int Horizon { get; }

    /// <summary>Mean over the samples at every step.</summary>
    /// <param name="mean"><c>(horizon)</c>.</param>
    public void Mean(Span<double> mean)
    {
        mean.Clear();
        for (int i = 0; i < _values.Length; i++)
        {
            mean[i % Horizon] += _values[i];
        }

        for (int step = 0; step < Horizon; step++)
        {
            mean[step] /= Samples;
        }
    }

    /// <summary>Quantiles over the samples at every step, linear between order statistics.</summary>
    /// <param name="columns">One column per level, <c>(levels, horizon)</c>.</param>
    /// <param name="levels">The levels.</param>
    public void Quantiles(Span<double> columns, params ReadOnlySpan<double> levels)
    {
        if (levels.IsEmpty)
        {
            return;
        }

        var sorted = new double[Samples];
        for (int step = 0; step < Horizon; step++)
        {
            for (int sample = 0; sample < Samples; sample++)
            {
                sorted[sample] = _values[(sample * Horizon) + step];
            }

            Array.Sort(sorted);
            for (int q = 0; q < levels.Length; q++)
            {
                columns[(q * Horizon) + step] = SampleQuantiles.Of(sorted, levels[q]);
            }
        }
    }

    /// <summary>The samples as JSON: an array of trajectories.</summary>
    public JsonArray ToJson()
    {
        var rows = new JsonArray();
        for (int sample = 0; sample < Samples; sample++)
        {
            var row = new JsonArray();
            for (int step = 0; step < Horizon; step++)
            {
                row.Add(JsonValue.Create(_values[(sample * Horizon) + step]));
            }

            rows.Add((JsonNode)row);
        }

        return rows;
    }
}
