using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>Lets a daemon forecast every fold of a data set.</summary>
internal sealed class BacktestRunner
{
    private readonly DaemonTransport _client;
    private readonly BenchmarkClock _clock;
    private readonly double _timeoutSeconds;
    private readonly int _horizon;
    private readonly List<(int Index, List<(JsonElement Series, BacktestFold Fold)> Cuts)> _folds;

    /// <summary>Creates the runner.</summary>
    /// <exception cref="CommandFailedException">No series is long enough for a single fold.</exception>
    public BacktestRunner(
        DaemonTransport client,
        BenchmarkClock clock,
        BacktestDataset dataset,
        int horizon,
        int folds,
        double timeoutSeconds)
    {
        _client = client;
        _clock = clock;
        _timeoutSeconds = timeoutSeconds;
        _horizon = horizon;
        _folds = [.. dataset.Series
            .SelectMany(series => BacktestFold.Plan(BacktestDataset.Length(series), horizon, folds)
                .Select(fold => (Series: series, Fold: fold)))
            .GroupBy(cut => cut.Fold.Index)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, group.ToList()))];
        if (_folds.Count == 0)
        {
            throw new CommandFailedException(
                $"No series of {dataset.Source} is long enough: a fold needs {Math.Max(2 * horizon, 32)} steps of "
                    + "history and "
                + $"{horizon} of outcome. Lower --horizon.");
        }
    }

    /// <summary>Number of folds that some series has.</summary>
    public int FoldCount => _folds.Count;

    /// <summary>
    /// Runs every fold with every model. All models get warm before the first is measured, for they share much of what
    /// has to. A fold that fails is noted; an unreachable daemon ends the run.
    /// </summary>
    /// <exception cref="DaemonException">The daemon does not answer, or does not admit us.</exception>
    public async Task<IReadOnlyList<BacktestScore>> RunAsync(
        IReadOnlyList<string> models, Progress progress, CancellationToken cancellationToken)
    {
        foreach (string model in models)
        {
            progress.Note($"Warming up {model} …");
            await _clock.WarmUpAsync(
                async () => (await ForecastAsync(model, _folds[0].Cuts, cancellationToken)).Reply is not null);
        }

        var scores = new List<BacktestScore>(models.Count);
        foreach (string model in models)
        {
            scores.Add(await MeasureAsync(model, progress, cancellationToken));
        }

        return scores;
    }

    private async Task<BacktestScore> MeasureAsync(
        string model, Progress progress, CancellationToken cancellationToken)
    {
        var replies = new List<JsonElement>();
        var problems = new List<string>();
        var milliseconds = new List<double>();
        foreach (var (index, cuts) in _folds)
        {
            var ((reply, problem), elapsed) = await _clock.TimeAsync(
                () => ForecastAsync(model, cuts, cancellationToken));
            if (reply is { } answer)
            {
                replies.Add(answer);
                milliseconds.Add(Math.Max(0.0, elapsed.TotalMilliseconds - LoadingMs(answer)));
            }
            else
            {
                problems.Add($"fold {index}: {problem}");
            }

            progress.Count(model, replies.Count + problems.Count, _folds.Count);
        }

        progress.Clear();
        return new BacktestScore(model, Averages(replies), Median(milliseconds), replies.Count, problems);
    }

    /// <summary>A reply, or the reason why the model has none.</summary>
    private async Task<(JsonElement? Reply, string? Problem)> ForecastAsync(
        string model,
        List<(JsonElement Series, BacktestFold Fold)> cuts,
        CancellationToken cancellationToken)
    {
        var body = BacktestRequest.Build(model, _horizon, _timeoutSeconds, cuts);
        try
        {
            return (await _client.PostAsync("/api/forecast", body, $"forecast with {model}", cancellationToken), null);
        }
        catch (DaemonException fault) when (fault.IsOfModel())
        {
            return (null, fault.Message);
        }
    }

    /// <summary>The median; 0 of none.</summary>
    private static double Median(List<double> values)
    {
        values.Sort();
        int half = values.Count / 2;
        return values.Count == 0 ? 0.0
            : values.Count % 2 == 1 ? values[half]
            : (values[half - 1] + values[half]) / 2.0;
    }

    private static double LoadingMs(JsonElement reply) =>
        reply.Member("timing") is { } timing ? timing.Number("model_load_ms") ?? 0.0 : 0.0;

    private static Dictionary<string, double> Averages(List<JsonElement> replies)
    {
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in BacktestRequest.Metrics)
        {
            double[] values = [.. replies
                .Select(reply => (reply.Member("metrics")?.Member("aggregate"))?.Number(name))
                .OfType<double>()];
            if (values.Length > 0)
            {
                means[name] = values.Average();
            }
        }

        return means;
    }
}
