using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Forecasting;

/// <summary>
/// The pooled numbers of all forecasts that one answer is made of. They go back together once it is written, and not
/// before: parts of a composite are made of each other's numbers. What ends after that, or without a scope, is left to
/// the collector.
/// </summary>
internal sealed class AnswerMemory : IDisposable
{
    private static readonly AsyncLocal<AnswerMemory?> Current = new();

    private readonly Lock _lock = new();
    private readonly List<IReadOnlyList<SeriesForecast>> _kept = [];
    private bool _isClosed;

    private AnswerMemory()
    {
    }

    /// <summary>
    /// Holds what is forecast in this flow of control from here on until it is disposed: after the answer is written.
    /// </summary>
    public static AnswerMemory Hold() => Current.Value = new AnswerMemory();

    /// <summary>A forecast of the answer, if one is held here.</summary>
    public static void Add(ForecastResponse response)
    {
        if (Current.Value is { } answer)
        {
            lock (answer._lock)
            {
                if (!answer._isClosed)
                {
                    answer._kept.Add(response.Forecasts);
                }
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        foreach (var forecasts in _kept)
        {
            ForecastMemory.Release(forecasts);
        }
    }
}
