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
    public double[] Mean()
    {
        var mean = new double[Horizon];
        for (int i = 0; i < _values.Length; i++)
        {
            mean[i % Horizon] += _values[i];
        }

        for (int step = 0; step < Horizon; step++)
        {
            mean[step] /= Samples;
        }

        return mean;
    }

    /// <summary>Quantiles over the samples at every step, linear between order statistics: one column per level.</summary>
    public double[][] Quantiles(params ReadOnlySpan<double> levels)
    {
        var columns = new double[levels.Length][];
        for (int q = 0; q < columns.Length; q++)
        {
            columns[q] = new double[Horizon];
        }

        var sorted = new double[Samples];
        for (int step = 0; step < Horizon; step++)
        {
            for (int sample = 0; sample < Samples; sample++)
            {
                sorted[sample] = _values[(sample * Horizon) + step];
            }

            Array.Sort(sorted);
            for (int q = 0; q < columns.Length; q++)
            {
                columns[q][step] = SampleQuantiles.Of(sorted, levels[q]);
            }
        }

        return columns;
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
