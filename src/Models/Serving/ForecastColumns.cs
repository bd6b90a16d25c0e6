using System.Diagnostics.CodeAnalysis;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Serving;

/// <summary>
/// Turns a family's numbers into an answer, in memory that the answer owns; nothing that is not finite gets past it.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The answer owns the memory: ForecastMemory.Release gives it back.")]
internal sealed class ForecastColumns
{
    private readonly ForecastRequest _request;
    private readonly ForecastMemory _memory;
    private readonly int _levels;
    private readonly List<SeriesForecast> _forecasts;

    /// <summary>An answer to a request.</summary>
    /// <param name="request">Decides which levels there are and whether they are sorted.</param>
    /// <param name="hasQuantiles">Whether the family has quantiles to give.</param>
    public ForecastColumns(ForecastRequest request, bool hasQuantiles)
    {
        _request = request;
        _levels = hasQuantiles ? request.Quantiles.Count : 0;
        _forecasts = new List<SeriesForecast>(request.Series.Count);
        _memory = new ForecastMemory(checked(request.Series.Count * request.Horizon * (_levels + 1)));
    }

    /// <summary>Fills the columns of a series.</summary>
    public delegate void Fill(ColumnBlock columns);

    /// <summary>Adds the forecast of the next series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="startTimestamp">Time of the first step.</param>
    /// <param name="fill">Writes every column.</param>
    /// <exception cref="TollamaException">ForecastFailed: a number is not finite.</exception>
    public void Add(SeriesInput series, string startTimestamp, Fill fill)
    {
        int horizon = _request.Horizon;
        var memory = _memory.Take(horizon * (_levels + 1));
        var block = new ColumnBlock(memory.Span, horizon);
        fill(block);
        RequireFinite(series, memory.Span);
        if (_request.Parameters.SortQuantiles)
        {
            SortEachStep(block);
        }

        _forecasts.Add(
            new SeriesForecast
            {
                Id = series.Id,
                Freq = series.Freq,
                StartTimestamp = startTimestamp,
                Mean = new NumberColumn(memory[..horizon]),
                Quantiles =
                    _levels == 0
                        ? null
                        : new QuantileForecasts(
                            _request.Quantiles,
                            [
                                .. Enumerable
                                    .Range(1, _levels)
                                    .Select(q => new NumberColumn(memory.Slice(q * horizon, horizon))),
                            ]),
            });
    }

    /// <summary>
    /// The answer, whose numbers <see cref="ForecastMemory.Release"/> gives back; the caller adds what else it says.
    /// </summary>
    public ForecastResult ToResult() => new() { Forecasts = _forecasts };

    private static void SortEachStep(ColumnBlock block)
    {
        Span<double> step = block.Levels <= 64 ? stackalloc double[block.Levels] : new double[block.Levels];
        for (int t = 0; t < block.Mean.Length; t++)
        {
            for (int q = 0; q < step.Length; q++)
            {
                step[q] = block[q][t];
            }

            step.Sort();
            for (int q = 0; q < step.Length; q++)
            {
                block[q][t] = step[q];
            }
        }
    }

    private void RequireFinite(SeriesInput series, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new TollamaException(
                    ErrorCode.ForecastFailed,
                    $"The forecast of series '{series.Id}' is not finite at step {(i % _request.Horizon) + 1}; rescale "
                        + "the series."
                );
            }
        }
    }
}
