using System.Text.Json;
using Tollama.Cli.Data;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Forecasting;

namespace Tollama.Cli.Commands.Quickstart;

/// <summary>
/// Forecasts the held-out steps of one series with one model after another, and scores each. A model that cannot reach
/// the last step goes on from its own forecast; such a forecast has no interval, since its later parts would take the
/// earlier ones for certain.
/// </summary>
internal sealed class TourRun(DaemonTransport client, TimeProvider time, TableSeries series, int steps)
{
    private const int Season = 168;
    private const int ShortHistory = 3 * Season;
    private const double LowLevel = 0.1;
    private const double HighLevel = 0.9;

    /// <summary>
    /// Makes a model answer once, a short stretch and unmeasured: what first calls cost alone (loading, compiling)
    /// would make the model that comes first look slow. A model that refuses says so when its turn comes.
    /// </summary>
    public async Task WarmUpAsync(TourModel entry, CancellationToken cancellationToken)
    {
        int length = Math.Min(ShortHistory, series.Target.Count - steps);
        var request = Request(entry, [.. series.Target.Take(length)], Math.Min(entry.Reach ?? steps, steps));
        try
        {
            await client.PostAsync("/v1/forecast", request, $"warm-up of {entry.Label}", cancellationToken);
        }
        catch (DaemonException)
        {
            // The forecast that follows fails in the same way, and its failure is told.
        }
    }

    /// <summary>Forecasts and scores.</summary>
    /// <exception cref="DaemonException">The model refused.</exception>
    public async Task<TourResult> ForecastAsync(TourModel entry, CancellationToken cancellationToken)
    {
        int history = series.Target.Count - steps;
        List<double> known = [.. series.Target.Take(history)];
        long start = time.GetTimestamp();
        SeriesOutcome? first = null;
        while (known.Count < series.Target.Count)
        {
            int reach = Math.Min(entry.Reach ?? steps, series.Target.Count - known.Count);
            var request = Request(entry, known, reach);
            var reply = await client.PostAsync(
                "/v1/forecast", request, $"forecast with {entry.Label}", cancellationToken);
            var part = ForecastReply.Read(reply, request).Series[0];
            known.AddRange(part.Mean);
            first ??= part;
        }

        var elapsed = time.GetElapsedTime(start);
        double[] mean = [.. known.Skip(history)];
        bool isWhole = first!.Mean.Count == steps; // at least one step is held out, so there was a first part
        return Score(entry, first with { Mean = mean, Quantiles = isWhole ? first.Quantiles : [] }, elapsed);
    }

    private TourResult Score(TourModel entry, SeriesOutcome forecast, TimeSpan elapsed)
    {
        double[] history = [.. series.Target.Take(series.Target.Count - steps)];
        double[] actuals = [.. series.Target.Skip(history.Length)];
        double[] mean = [.. forecast.Mean];
        return new TourResult(
            entry,
            forecast,
            AccuracyMetrics.Mase(actuals, mean, history, Season) ?? double.PositiveInfinity,
            AccuracyMetrics.Smape(actuals, mean) ?? double.PositiveInfinity,
            Coverage(forecast, actuals),
            elapsed);
    }

    private static double? Coverage(SeriesOutcome forecast, double[] actuals) =>
        forecast.Quantiles is [var low, .., var high]
            ? actuals.Select((actual, k) => actual >= low.Values[k] && actual <= high.Values[k] ? 1.0 : 0.0).Average()
            : null;

    private JsonElement Request(TourModel entry, List<double> target, int horizon) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model", entry.Model);
        writer.WriteNumber("horizon", horizon);
        WriteNumbers(writer, "quantiles", [LowLevel, HighLevel]);
        writer.WriteStartArray("series");
        writer.WriteStartObject();
        writer.WriteString("id", series.Id);
        writer.WriteString("freq", "h");
        writer.WriteStartArray("timestamps");
        foreach (string timestamp in series.Timestamps.Take(target.Count))
        {
            writer.WriteStringValue(timestamp);
        }

        writer.WriteEndArray();
        WriteNumbers(writer, "target", target);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (entry.Options is not null)
        {
            writer.WritePropertyName("options");
            writer.WriteRawValue(entry.Options);
        }

        writer.WriteEndObject();
    });

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (double number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
