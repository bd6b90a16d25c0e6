using System.Globalization;
using System.Net;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

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

    /// <summary>Forecasts every series with a model and scores the answers.</summary>
    /// <exception cref="DaemonException">The model refuses a series or the daemon fails; names the series.</exception>
    public async Task<CompetitionScore> RunAsync(
        MeasuredModel model, Progress progress, CancellationToken cancellationToken)
    {
        bool isStatistical = await IsStatisticalAsync(model.Name, cancellationToken);
        var forecasts = new CompetitionForecast[_series.Count];
        var gate = new Lock();
        int done = 0;
        var settings = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, forecasts.Length, settings, async (i, token) =>
        {
            forecasts[i] = await ForecastAsync(model, isStatistical, _series[i], token);
            lock (gate)
            {
                progress.Count(model.Text, ++done, forecasts.Length);
            }
        });
        progress.Clear();
        return CompetitionScore.Of(model.Text, _series, forecasts, _frequency.Season);
    }

    /// <summary>Whether the model takes a season length; fails when there is no such model.</summary>
    private async Task<bool> IsStatisticalAsync(string model, CancellationToken cancellationToken)
    {
        var card = await _client.PostAsync(
            "/api/show", JsonText.Object(("model", model)), $"show model {model}", cancellationToken);
        return card.Text("family") is "baseline";
    }

    private async Task<CompetitionForecast> ForecastAsync(
        MeasuredModel model, bool isStatistical, CompetitionSeries series, CancellationToken cancellationToken)
    {
        string action = $"forecast of series {series.Id} with {model.Text}";
        for (int set = 0; ; set++)
        {
            var body = Request(model, isStatistical, series, LevelSets[set]);
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

    private JsonElement Request(MeasuredModel model, bool isStatistical, CompetitionSeries series, double[] levels) =>
        JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model.Name);
            writer.WriteNumber("horizon", series.Test.Length);
            writer.WriteBoolean("stream", false);
            WriteNumbers(writer, "quantiles", levels);
            writer.WriteStartArray("series");
            writer.WriteStartObject();
            writer.WriteString("id", series.Id);
            writer.WriteString("freq", _frequency.Alias);
            writer.WriteStartArray("timestamps");
            for (int t = 0; t < series.Train.Length; t++)
            {
                writer.WriteStringValue(TimestampText.Format(_frequency.Date(t)));
            }

            writer.WriteEndArray();
            WriteNumbers(writer, "target", series.Train);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteStartObject("options");
            foreach (var (name, value) in model.Options)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            if (isStatistical)
            {
                WriteOptions(writer, model.Options.Select(option => option.Key).ToHashSet(StringComparer.Ordinal));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    /// <summary>The season and the intervals, where the model's own options say nothing of them.</summary>
    private void WriteOptions(Utf8JsonWriter writer, HashSet<string> given)
    {
        if (!given.Contains("season_length"))
        {
            writer.WriteNumber("season_length", _frequency.Season);
        }

        if (_frequency.LongSeason is { } longer && !given.Contains("season_lengths"))
        {
            WriteNumbers(writer, "season_lengths", [_frequency.Season, longer]);
        }

        if (!given.Contains("intervals"))
        {
            writer.WriteStartObject("intervals");
            writer.WriteString("method", Intervals);
            writer.WriteEndObject();
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, double[] values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
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
            Math.Max(0.0, elapsed.TotalSeconds - loading / 1000.0));
    }

    private static double[] Row(IEnumerable<JsonElement> items, CompetitionSeries series, string action)
    {
        double[] row = [.. items.Select(item => item.GetDouble())];
        return row.Length == series.Test.Length
            ? row
            : throw new CommandFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{action} failed: {row.Length} steps came, {series.Test.Length} were asked for."));
    }
}
