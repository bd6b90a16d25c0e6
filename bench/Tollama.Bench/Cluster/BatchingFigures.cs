using System.Diagnostics;
using Tollama.Bench.Networks;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Replicas;
using Tollama.Models;
using Tollama.Onnx.Runtime;

namespace Tollama.Bench.Cluster;

/// <summary>
/// Forecasts a second of 32 callers of one loaded copy, with shared engine calls over one call for each; beside it the
/// most that sharing can give there: 32 calls of one request over one call of 32, without callers and queue. In short
/// rounds in turn.
/// </summary>
internal static class BatchingFigures
{
    private const int Concurrency = 32;
    private const int Rounds = 7;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    public static async Task PrintAsync()
    {
        using var engine = new InferenceEngine(new EngineOptions { Threads = 2 });
        var families = ModelFamilies.All(engine);
        foreach (string name in new[] { "granite-ttm", "moirai-2" })
        {
            var family = families.Families.OfType<INetworkFamily>().SingleOrDefault(one => one.Name == name)
                ?? throw new InvalidOperationException($"There is no family '{name}'.");
            await using var forecaster = FamilyMeasurement.Load(
                families, FamilyMeasurement.Artifact(families, Checkpoints.Ensure(family), name));
            await PrintAsync(forecaster, name, name);
            await using var paced = new PacedForecaster(forecaster, call: TimeSpan.FromMilliseconds(20));
            await PrintAsync(paced, name, $"{name} where a call takes 20 ms more, as on a device that is far away");
        }
    }

    private static async Task PrintAsync(IForecaster forecaster, string name, string what)
    {
        ForecastWork[] works = [.. Enumerable.Range(0, Concurrency).Select(caller =>
            new ForecastWork(FamilyMeasurement.Request(name, caller), CancellationToken.None))];
        var alone = new BatchingOptions { MaxSeries = 1 };
        var shared = new BatchingOptions();
        _ = await RateAsync(forecaster, shared, name);
        _ = await RateAsync(forecaster, alone, name);
        List<double> off = [], on = [], ratios = [], most = [];
        for (int round = 0; round < Rounds; round++)
        {
            off.Add(await RateAsync(forecaster, alone, name));
            on.Add(await RateAsync(forecaster, shared, name));
            ratios.Add(on[^1] / off[^1]);
            most.Add(
                await RateAsync(forecaster, works.Chunk(Concurrency)) / await RateAsync(forecaster, works.Chunk(1)));
        }

        double offHalf = ClusterBenchmark.Percentile(off, 0.5);
        double onHalf = ClusterBenchmark.Percentile(on, 0.5);
        double ratio = ClusterBenchmark.Percentile(ratios, 0.5);
        double limit = ClusterBenchmark.Percentile(most, 0.5);
        ClusterBenchmark.Print($"batching, {what}, {Concurrency} callers: {onHalf:F0}/s over {offHalf:F0}/s without");
        ClusterBenchmark.Print($"  ratio {ratio:F2}; most that sharing can give {limit:F2}");
    }

    /// <summary>Requests a second without callers and queue.</summary>
    private static async Task<double> RateAsync(IForecaster forecaster, IEnumerable<ForecastWork[]> calls)
    {
        int answers = 0;
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Round)
        {
            foreach (var call in calls)
            {
                answers += (await forecaster.ForecastAsync(call, CancellationToken.None)).Count(outcome =>
                    outcome.Result is not null);
            }
        }

        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A collector runs on the turns of one grain; here an exclusive scheduler is that grain.</summary>
    private static async Task<double> RateAsync(IForecaster forecaster, BatchingOptions options, string name)
    {
        var turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var collector = new BatchCollector(forecaster, pace: null, options, TimeProvider.System, CancellationToken.None);
        int answers = 0;
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, Concurrency)
                .Select(caller =>
                    Task.Factory.StartNew(
                            async () =>
                            {
                                var request = FamilyMeasurement.Request(name, caller);
                                while (Stopwatch.GetElapsedTime(began) < Round)
                                {
                                    await collector.SubmitAsync(
                                        request,
                                        new Asker("key", WorkClass.Interactive),
                                        limit: null,
                                        CancellationToken.None);
                                    answers++;
                                }
                            },
                            CancellationToken.None,
                            TaskCreationOptions.None,
                            turns)
                        .Unwrap()));
        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
