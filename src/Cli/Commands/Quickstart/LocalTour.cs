using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Charts;
using Tollama.Cli.Data;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Quickstart;

/// <summary>
/// The quickstart without a daemon: holds out the last week of a real series, forecasts it with several models,
/// compares them with what happened, draws the best.
/// </summary>
internal sealed class LocalTour(DaemonTransport client, CliContext context, Progress progress)
{
    private const string DataSet = "bundled:bike_sharing_hourly";
    private const string SeriesId = "registered";
    private const int Week = 168;

    private static readonly TourModel[] Candidates =
    [
        new("naive", "naive", Options("\"season_length\":1")),
        new("seasonal-naive, day", "seasonal-naive", Options("\"season_length\":24")),
        new("seasonal-naive, week", "seasonal-naive", Options("\"season_length\":168")),
        new("theta, week", "theta", Options("\"season_length\":168")),
        new("mstl, day and week", "mstl", Options("\"season_lengths\":[24,168]")),
        new("granite-ttm-r2-main", "granite-ttm-r2-main") { IsBundled = true },
    ];

    private readonly Terminal _terminal = context.Terminal;

    /// <summary>Runs it and returns the exit code.</summary>
    /// <param name="model">A model to try beside the others; null for none.</param>
    /// <param name="horizon">Steps to hold out; null for a week.</param>
    /// <param name="cancellationToken">Ends the tour.</param>
    /// <exception cref="CommandFailedException">Not one model could forecast.</exception>
    public async Task<int> RunAsync(string? model, int? horizon, CancellationToken cancellationToken)
    {
        var input = await BundledData.ReadAsync(DataSet, cancellationToken);
        var series = SeriesAssembler.Read(input, future: null).Series
            .Single(candidate => candidate.Id == SeriesId);
        int steps = Math.Min(horizon ?? Week, series.Target.Count / 2);
        var candidates = await AvailableAsync(model, cancellationToken);
        var run = new TourRun(client, context.Time, series, steps);
        foreach (var candidate in candidates)
        {
            await run.WarmUpAsync(candidate, cancellationToken);
        }

        var results = new List<TourResult>();
        for (int i = 0; i < candidates.Count; i++)
        {
            progress.Count($"Forecasting with {candidates[i].Label,-30}", i, candidates.Count);
            try
            {
                results.Add(await run.ForecastAsync(candidates[i], cancellationToken));
            }
            catch (DaemonException fault)
            {
                // One model less is no reason to end the tour; the reader is told.
                progress.Clear();
                _terminal.WriteWarning(fault.Message);
            }
        }

        progress.Clear();
        var ranked = results.OrderBy(result => result.Mase).ToList();
        if (ranked.Count == 0)
        {
            throw new CommandFailedException("No model could forecast; 'tollama doctor' looks for the reason.");
        }

        Print(series, steps, ranked);
        return ExitCodes.Success;
    }

    /// <summary>The candidates that this machine has, and the one that was asked for.</summary>
    private async Task<IReadOnlyList<TourModel>> AvailableAsync(string? asked, CancellationToken cancellationToken)
    {
        var reply = await client.GetAsync("/v1/models", "list models", cancellationToken);
        var known = reply.Items("builtin").Concat(reply.Items("installed")).Concat(reply.Items("available"))
            .DistinctBy(item => item.Text("name"))
            .ToDictionary(item => item.Text("name") ?? string.Empty, StringComparer.Ordinal);
        var chosen = Candidates.Where(candidate => known.ContainsKey(candidate.Model)).ToList();
        if (asked is not null && chosen.All(candidate => candidate.Model != asked))
        {
            chosen.Add(new TourModel(asked, asked));
        }

        foreach (var candidate in chosen.Where(candidate => candidate.IsBundled))
        {
            progress.Note($"Unpacking {candidate.Model}, which comes with tollama …");
            await client.PostAsync("/api/pull", PullBody(candidate.Model), "unpack model", cancellationToken);
        }

        return [.. chosen.Select(candidate => candidate with { Reach = Reach(known, candidate.Model) })];
    }

    /// <summary>Options of a statistical model whose intervals come from its own past errors.</summary>
    private static string Options(string season) => $$$"""{{{{season}}},"intervals":{"method":"calibrated"}}""";

    /// <summary>How many steps a model forecasts at once, where it says so.</summary>
    private static int? Reach(Dictionary<string, JsonElement> known, string model) =>
        known.TryGetValue(model, out var item)
            && item.Member("metadata")?.Number("prediction_length") is { } length and >= 1
            ? (int)length
            : null;

    private static JsonElement PullBody(string model) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model", model);
        writer.WriteBoolean("stream", false);
        writer.WriteEndObject();
    });

    private void Print(TableSeries series, int steps, List<TourResult> ranked)
    {
        string last = series.Timestamps[^1];
        _terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"Bike rentals an hour, Washington DC: {series.Target.Count} hours up to {last}; "
            + $"the last {steps} are held out."));
        _terminal.Print(string.Empty);
        var table = new Table(
            "MODEL",
            new TableColumn("MASE", IsRightAligned: true),
            new TableColumn("sMAPE %", IsRightAligned: true),
            new TableColumn("IN 80 % INTERVAL", IsRightAligned: true),
            new TableColumn("TIME", IsRightAligned: true));
        foreach (var result in ranked)
        {
            table.Add(
                result.Entry.Label,
                result.Mase.ToString("0.000", CultureInfo.InvariantCulture),
                result.Smape.ToString("0.0", CultureInfo.InvariantCulture),
                result.Coverage is { } share ? (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %" : null,
                result.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms");
        }

        table.WriteTo(_terminal);
        foreach (var result in ranked.Where(result => result.Entry.Reach < steps))
        {
            _terminal.Print(
                $"{result.Entry.Label} forecasts {result.Entry.Reach} steps at once; "
                + "the rest is forecast from its own forecast.");
        }

        _terminal.Print(string.Empty);
        var best = ranked[0];
        var actuals = series.Target.Skip(series.Target.Count - steps).ToList();
        var chart = ForecastChart.Build(
            best.Forecast, [.. series.Timestamps.Skip(series.Timestamps.Count - steps)], best.Entry.Label, actuals);
        foreach (string line in ChartRenderer.For(_terminal).Render(chart))
        {
            _terminal.Print(line);
        }

        _terminal.Print(string.Empty);
        _terminal.Print("Next:");
        _terminal.Print(
            $"  tollama run {best.Entry.Model} --input FILE.csv --horizon 24 --plot   forecast a series of yours");
        _terminal.Print(
            "  tollama list --all                                   see every model; 'tollama pull' fetches one");
        _terminal.Print(
            "  tollama serve                                        keep a daemon running, with its HTTP API");
    }
}
