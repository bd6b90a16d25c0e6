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

    /// <summary>Runs every fold with a model. A fold that fails is noted; an unreachable daemon ends the run.</summary>
    /// <exception cref="DaemonException">The daemon does not answer, or does not admit us.</exception>
    public async Task<BacktestScore> RunAsync(string model, Progress progress, CancellationToken cancellationToken)
    {
        var replies = new List<JsonElement>();
        var problems = new List<string>();
        double milliseconds = 0.0;
        foreach (var (index, cuts) in _folds)
        {
            var body = BacktestRequest.Build(model, _horizon, _timeoutSeconds, cuts);
            try
            {
                var (reply, elapsed) = await _clock.TimeAsync(
                    () => _client.PostAsync("/api/forecast", body, $"forecast with {model}", cancellationToken));
                replies.Add(reply);
                milliseconds += Math.Max(0.0, elapsed.TotalMilliseconds - LoadingMs(reply));
            }
            catch (DaemonException fault) when (fault.IsOfModel())
            {
                problems.Add($"fold {index}: {fault.Message}");
            }

            progress.Count(model, replies.Count + problems.Count, _folds.Count);
        }

        progress.Clear();
        return new BacktestScore(
            model, Averages(replies), replies.Count > 0 ? milliseconds / replies.Count : 0.0, replies.Count, problems);
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
