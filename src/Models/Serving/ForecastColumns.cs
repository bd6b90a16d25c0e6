using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Serving;

/// <summary>Turns a family's numbers into the answer for one series; nothing that is not finite gets past it.</summary>
internal static class ForecastColumns
{
    /// <summary>The forecast of one series.</summary>
    /// <param name="request">The request; decides which levels and whether they are sorted.</param>
    /// <param name="series">The series.</param>
    /// <param name="startTimestamp">Time of the first step.</param>
    /// <param name="mean">Point forecast, <c>(horizon)</c>.</param>
    /// <param name="quantiles">One column per level of the request, each <c>(horizon)</c>; null when there are none.</param>
    /// <exception cref="TollamaException">ForecastFailed: a number is not finite.</exception>
    public static SeriesForecast Assemble(
        ForecastRequest request,
        SeriesInput series,
        string startTimestamp,
        double[] mean,
        IReadOnlyList<double[]>? quantiles)
    {
        RequireFinite(series, mean);
        QuantileForecasts? columns = null;
        if (quantiles is not null && request.Quantiles.Count > 0)
        {
            foreach (double[] column in quantiles)
            {
                RequireFinite(series, column);
            }

            if (request.Parameters.SortQuantiles)
            {
                SortEachStep(quantiles);
            }

            columns = new QuantileForecasts(request.Quantiles, [.. quantiles.Select(column => new NumberColumn(column))]);
        }

        return new SeriesForecast
        {
            Id = series.Id,
            Freq = series.Freq,
            StartTimestamp = startTimestamp,
            Mean = new NumberColumn(mean),
            Quantiles = columns,
        };
    }

    private static void SortEachStep(IReadOnlyList<double[]> columns)
    {
        var step = new double[columns.Count];
        for (int t = 0; t < columns[0].Length; t++)
        {
            for (int q = 0; q < step.Length; q++)
            {
                step[q] = columns[q][t];
            }

            Array.Sort(step);
            for (int q = 0; q < step.Length; q++)
            {
                columns[q][t] = step[q];
            }
        }
    }

    private static void RequireFinite(SeriesInput series, double[] values)
    {
        int bad = Array.FindIndex(values, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new TollamaException(
                ErrorCode.ForecastFailed,
                $"The forecast of series '{series.Id}' is not finite at step {bad + 1}; rescale the series.");
        }
    }
}
