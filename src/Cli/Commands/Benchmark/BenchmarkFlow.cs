using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Commands.Benchmark.Backtest;
using Tollama.Cli.Commands.Benchmark.Competition;
using Tollama.Cli.Connection;
using Tollama.Cli.Data;
using Tollama.Cli.Output;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Benchmark;

/// <summary>One run of <c>tollama benchmark</c>: data, models, measurement, report.</summary>
internal sealed class BenchmarkFlow(BenchmarkOptions options, ParseResult parsed, CliContext context)
{
    private const int DefaultHorizon = 96;
    private const int DefaultFolds = 3;

    private static readonly string[] CompetitionModels =
        ["naive", "seasonal-naive", "m4-naive2", "m4-ses", "m4-holt", "m4-damped", "m4-theta", "m4-comb"];

    private bool IsJson => parsed.GetValue(options.Json);

    /// <summary>Runs it and returns the exit code.</summary>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string path = context.FullPath(parsed.GetRequiredValue(options.Dataset));
        return Directory.Exists(path) ? ScoreFolderAsync(path, cancellationToken)
            : File.Exists(path) ? BacktestAsync(path, cancellationToken)
            : throw new CommandFailedException($"'{path}' is neither a file nor a folder.");
    }

    private async Task<int> ScoreFolderAsync(string path, CancellationToken cancellationToken)
    {
        var frequency = CompetitionFolder.Choose(path, parsed.GetValue(options.Freq));
        var series = CompetitionFolder.Read(path, frequency);
        MeasuredModel[] models = [.. (NamedModels() ?? CompetitionModels).Select(MeasuredModel.Parse)];
        await using var connection = await DaemonConnection.OpenAsync(
            options.Daemon,
            parsed,
            context,
            cancellationToken);
        var entries = new List<CompetitionEntry>();
        foreach (var model in models)
        {
            entries.Add(await CompetitionEntry.OpenAsync(connection.Client, model, cancellationToken));
        }

        using var progress = Progress();
        var runner = new CompetitionRunner(connection.Client, frequency, series, new BenchmarkClock(context.Time))
        {
            Intervals = parsed.GetRequiredValue(options.Intervals),
            TimeoutSeconds = parsed.GetValue(options.Daemon.Timeout),
        };
        var scores = await runner.RunAsync(entries, progress, cancellationToken);
        CompetitionReport.Warn(scores, context.Terminal);
        if (scores.All(score => score.SeriesCount == 0))
        {
            throw new CommandFailedException("No model forecast a series; the warnings say why.");
        }

        if (IsJson)
        {
            context.Terminal.PrintJson(CompetitionReport.ToJson(scores));
        }
        else
        {
            CompetitionReport.Print(scores, context.Terminal);
        }

        return ExitCodes.Success;
    }

    private async Task<int> BacktestAsync(string path, CancellationToken cancellationToken)
    {
        var dataset = BacktestDataset.Read(await InputText.ReadAsync(path, context, cancellationToken));
        int horizon = parsed.GetValue(options.Horizon) ?? DefaultHorizon;
        await using var connection = await DaemonConnection.OpenAsync(
            options.Daemon,
            parsed,
            context,
            cancellationToken);
        var runner = new BacktestRunner(
            connection.Client, new BenchmarkClock(context.Time), dataset, horizon,
            parsed.GetValue(options.Folds) ?? DefaultFolds, parsed.GetValue(options.Daemon.Timeout));
        using var progress = Progress();
        string[] models = NamedModels() ?? await InstalledModelsAsync(connection.Client, cancellationToken);
        var scores = await runner.RunAsync(models, progress, cancellationToken);
        foreach (string problem in scores.SelectMany(score => score.Problems.Select(text => $"{score.Model}, {text}")))
        {
            context.Terminal.WriteWarning(problem);
        }

        var report = new BacktestReport
        {
            Dataset = dataset,
            Horizon = horizon,
            Folds = runner.FoldCount,
            Scores = scores,
            Routing = BacktestRouting.Of(scores) ?? throw new CommandFailedException(
                "No model answered a fold; the warnings say why."),
            GeneratedAt = context.Time.GetUtcNow(),
        };
        await PublishAsync(report, cancellationToken);
        return ExitCodes.Success;
    }

    private async Task PublishAsync(BacktestReport report, CancellationToken cancellationToken)
    {
        if (IsJson)
        {
            context.Terminal.PrintJson(JsonElement.Parse(report.ToJson().ToJsonString()));
        }
        else
        {
            report.Print(context.Terminal);
        }

        if (parsed.GetValue(options.Output) is { } folder)
        {
            string target = context.FullPath(folder);
            await BacktestArtifacts.WriteAsync(report, target, cancellationToken);
            context.Terminal.Note($"Written to {target}.");
        }
    }

    private Progress Progress() => new(parsed.GetValue(options.Progress), context.Terminal, context.Time);

    private string[]? NamedModels()
    {
        string[]? names = parsed.GetValue(options.Models) is { } list ? MeasuredModel.SplitList(list) : null;
        return names is { Length: 0 }
            ? throw CommandFailedException.Usage("--models names no model.")
            : names?.Distinct().ToArray();
    }

    private static async Task<string[]> InstalledModelsAsync(
        DaemonTransport client,
        CancellationToken cancellationToken)
    {
        var reply = await client.GetAsync("/api/tags", "list models", cancellationToken);
        string[] names =
        [
            .. reply.Items("models").Select(model => model.Text("name") ?? model.Text("model")).OfType<string>(),
        ];
        return names.Length > 0
            ? names
            : throw new CommandFailedException("No models are installed.")
            {
                Hint = "name some with --models, such as naive,theta, or pull one first.",
            };
    }
}
