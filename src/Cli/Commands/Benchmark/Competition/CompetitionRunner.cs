using System.Globalization;
using System.Net;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Forecasting;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>Lets a daemon forecast the series of a frequency, one request a series, several at a time.</summary>
internal sealed class CompetitionRunner
{
    /// <summary>Levels to ask for, best first: a model that refuses a set is asked for the next.</summary>
    private static readonly double[][] LevelSets = [[0.025, 0.1, 0.9, 0.975], [0.1, 0.9], []];

    private readonly DaemonTransport _client;
    private readonly CompetitionFrequency _frequency;
    private readonly IReadOnlyList<CompetitionSeries> _series;
    private readonly BenchmarkClock _clock;

    /// <summary>Creates the runner.</summary>
    public CompetitionRunner(
        DaemonTransport client,
        CompetitionFrequency frequency,
        IReadOnlyList<CompetitionSeries> series,
        BenchmarkClock clock)
    {
        _client = client;
        _frequency = frequency;
        _series = series;
        _clock = clock;
    }

    /// <summary>
    /// Where the intervals of statistical models come from: a value of their option <c>intervals</c>.
    /// </summary>
    public required string Intervals { get; init; }

    /// <summary>Seconds within which an answer must come.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>
    /// Forecasts every series with every model and scores the answers; what a model refuses is noted and left out. All
    /// models get warm before the first is measured, for they share much of what has to.
    /// </summary>
    /// <exception cref="DaemonException">The daemon does not answer, or does not admit us.</exception>
    public async Task<IReadOnlyList<CompetitionScore>> RunAsync(
        IReadOnlyList<CompetitionEntry> entries, Progress progress, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(entry => entry.Problem is null))
        {
            progress.Note($"Warming up {entry.Model.Text} …");
            var request = Request(entry);
            await _clock.WarmUpAsync(
                async () => (await TryForecastAsync(request, _series[0], cancellationToken)).Forecast is not null);
        }

        var scores = new List<CompetitionScore>(entries.Count);
        foreach (var entry in entries)
        {
            scores.Add(entry.Problem is null
                ? await MeasureAsync(Request(entry), progress, cancellationToken)
                : Score(entry.Model, [], entry.Problem));
        }

        return scores;
    }

    private CompetitionRequest Request(CompetitionEntry entry) => new()
    {
        Model = entry.Model,
        IsStatistical = entry.IsStatistical,
        Frequency = _frequency,
        Intervals = Intervals,
        TimeoutSeconds = TimeoutSeconds,
    };

    private CompetitionScore Score(
        MeasuredModel model, IReadOnlyList<CompetitionForecast?> forecasts, string? problem) =>
        CompetitionScore.Of(model.Text, _series, forecasts, _frequency.Season) with { Problem = problem };

    private async Task<CompetitionScore> MeasureAsync(
        CompetitionRequest request, Progress progress, CancellationToken cancellationToken)
    {
        var forecasts = new CompetitionForecast?[_series.Count];
        var problems = new string?[_series.Count];
        var gate = new Lock();
        int done = 0;
        var settings = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, forecasts.Length, settings, async (i, token) =>
        {
            (forecasts[i], problems[i]) = await TryForecastAsync(request, _series[i], token);
            lock (gate)
            {
                progress.Count(request.Model.Text, ++done, forecasts.Length);
            }
        });
        progress.Clear();
        return Score(request.Model, forecasts, problems.FirstOrDefault(problem => problem is not null));
    }

    /// <summary>A forecast, or the reason why the model has none.</summary>
    private async Task<(CompetitionForecast? Forecast, string? Problem)> TryForecastAsync(
        CompetitionRequest request, CompetitionSeries series, CancellationToken cancellationToken)
    {
        try
        {
            return (await ForecastAsync(request, series, cancellationToken), null);
        }
        catch (DaemonException fault) when (fault.IsOfModel())
        {
            return (null, fault.Message);
        }
    }

    private async Task<CompetitionForecast> ForecastAsync(
        CompetitionRequest request, CompetitionSeries series, CancellationToken cancellationToken)
    {
        string action = $"forecast of series {series.Id} with {request.Model.Text}";
        for (int set = 0; ; set++)
        {
            var body = request.Build(series, LevelSets[set]);
            try
            {
                var (reply, elapsed) = await _clock.TimeAsync(
                    () => _client.PostAsync("/api/forecast", body, action, cancellationToken));
                return Read(reply, elapsed, LevelSets[set], series, action);
            }
            catch (DaemonException refusal)
                when (refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
                    && set + 1 < LevelSets.Length)
            {
                // The history may be too short for intervals, or the model may not have these levels. If it is the
                // point forecast that is refused, the last set says so.
            }
        }
    }

    private static CompetitionForecast Read(
        JsonElement reply, TimeSpan elapsed, double[] levels, CompetitionSeries series, string action)
    {
        var forecast = reply.Items("forecasts").FirstOrDefault();
        double loading = reply.Member("timing") is { } timing ? timing.Number("model_load_ms") ?? 0.0 : 0.0;
        var quantiles = new Dictionary<double, double[]>();
        if (forecast.Member("quantiles") is { } rows)
        {
            foreach (double level in levels)
            {
                quantiles[level] = Row(rows.Items(QuantileKey.Format(level)), series, action);
            }
        }

        return new CompetitionForecast(
            Row(forecast.Items("mean"), series, action),
            quantiles,
            Math.Max(0.0, elapsed.TotalSeconds - loading / 1000.0))
        {
            Warning = reply.Items("warnings").Select(warning => warning.GetString()).FirstOrDefault(),
        };
    }

    private static double[] Row(IEnumerable<JsonElement> items, CompetitionSeries series, string action)
    {
        double[] row = [.. items
            .Where(item => item.ValueKind == JsonValueKind.Number)
            .Select(item => item.GetDouble())];
        return row.Length == series.Test.Length
            ? row
            : throw new DaemonException(
                ErrorCategory.InternalError,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{action} failed: {row.Length} numbers came, {series.Test.Length} were asked for."));
    }
}
