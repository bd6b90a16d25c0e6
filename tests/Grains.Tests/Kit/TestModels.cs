using System.Collections.Concurrent;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Grains.Tests.Kit;

/// <summary>Loads toy models whose engine a test steers: answers are the last value repeated.</summary>
internal sealed class TestModels : IForecasterFactory
{
    private readonly ConcurrentDictionary<string, int> _alive = new();

    public ConcurrentQueue<ToyForecaster> Loaded { get; } = new();

    public bool IsConcurrent { get; set; }

    public int PreferredBatch { get; set; } = 8;

    public bool SeriesAreIndependent { get; set; }

    public bool HasSteadyPace { get; set; }

    public long Bytes { get; set; } = 1_000;

    public Func<IReadOnlyList<ForecastWork>, Task>? BeforeEngine { get; set; }

    public Func<Task>? BeforeLoad { get; set; }

    public int MostAliveAtOnce { get; private set; }

    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        if (request.Horizon > 1_000)
        {
            throw new TollamaException(ErrorCode.BadRequest, $"Horizon {request.Horizon} exceeds 1000; lower it.");
        }
    }

    public long EstimateBytes(ModelArtifact artifact) => Bytes;

    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        await (BeforeLoad?.Invoke() ?? Task.CompletedTask);
        int alive = _alive.AddOrUpdate($"{artifact.Name}@{device}", 1, (_, count) => count + 1);
        MostAliveAtOnce = Math.Max(MostAliveAtOnce, alive);
        var forecaster = new ToyForecaster(this, artifact, device, () => _alive[$"{artifact.Name}@{device}"]--);
        Loaded.Enqueue(forecaster);
        return forecaster;
    }

    public ModelIdentity? Identify(string snapshotPath) => null;

    public static ModelArtifact Artifact(string name, string family = "toy", string revision = "main") => new()
    {
        Name = name,
        Family = family,
        Source = new ModelSource("builtin", name, revision),
    };

    public static ForecastRequest Request(string model, double last = 1, int series = 1) => new()
    {
        Model = model,
        Horizon = 2,
        Series = [.. Enumerable.Range(0, series).Select(i => new SeriesInput
        {
            Id = $"s{i}",
            Freq = "D",
            Timestamps = TimestampColumn.FromStrings(["2025-01-01", "2025-01-02"]),
            Target = new NumberColumn(new double[] { 0, last }),
        })],
    };
}
