using System.Diagnostics;
using Tollama.Bench.Networks;
using Tollama.Core.Inference;
using Tollama.Grains.Replicas;
using Tollama.Models;
using Tollama.Onnx.Runtime;

namespace Tollama.Bench.Cluster;

/// <summary>Forecasts a second of 32 callers of one loaded copy, with shared engine calls over one call for each.</summary>
internal static class BatchingFigures
{
    private const int Concurrency = 32;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

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
            var alone = new BatchingOptions { MaxSeries = 1 };
            var shared = new BatchingOptions();
            _ = await RateAsync(forecaster, shared, name);
            double off = Math.Max(await RateAsync(forecaster, alone, name), await RateAsync(forecaster, alone, name));
            double on = Math.Max(await RateAsync(forecaster, shared, name), await RateAsync(forecaster, shared, name));
            ClusterBenchmark.Print(
                $"batching, {name}, {Concurrency} callers: {on:F0}/s over {off:F0}/s without, ratio {on / off:F2}");
        }
    }

    /// <summary>A collector runs on the turns of one grain; here an exclusive scheduler is that grain.</summary>
    private static async Task<double> RateAsync(IForecaster forecaster, BatchingOptions options, string name)
    {
        var turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var collector = new BatchCollector(forecaster, options, TimeProvider.System, CancellationToken.None);
        int answers = 0;
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(caller => Task.Factory.StartNew(
            async () =>
            {
                var request = FamilyMeasurement.Request(name, caller);
                while (Stopwatch.GetElapsedTime(began) < Round)
                {
                    await collector.SubmitAsync(request, "key", CancellationToken.None);
                    answers++;
                }
            },
            CancellationToken.None, TaskCreationOptions.None, turns).Unwrap()));
        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
