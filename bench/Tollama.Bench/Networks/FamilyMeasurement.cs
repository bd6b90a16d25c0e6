using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models;
using Tollama.Onnx.Runtime;

namespace Tollama.Bench.Networks;

/// <summary>Measures one family: context 512, horizon 64, two threads.</summary>
internal static class FamilyMeasurement
{
    /// <summary>Heads of the columns.</summary>
    public const string Header =
        "family          weights MB   read ms   load ms (first)   load/read   + forecast   memory/weights   batch 1 ms (÷ engine)   batch 32 ms (÷ engine)   KB of garbage a forecast";

    private const int Context = 512;
    private const int Horizon = 64;
    private const int Threads = 2;
    private const int Loads = 10;
    private const string PointForecaster = "granite-ttm"; // has no quantiles to ask for

    // Sundial with twenty samples, as its authors' model card asks for; Toto along its mean, as its authors time it.
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["sundial"] = """{"num_samples":20}""",
        ["toto"] = """{"mean_path":true}""",
    };

    /// <summary>Measures and prints a line.</summary>
    /// <param name="name">The family.</param>
    public static void Run(string name)
    {
        using var engine = new InferenceEngine(new EngineOptions { Threads = Threads });
        var families = ModelFamilies.All(engine);
        var family = families.Families.OfType<INetworkFamily>().Single(one => one.Name == name);
        string folder = Checkpoints.Ensure(family);
        var artifact = Artifact(families, folder, name);
        _ = engine.Probe();
        double read = ReadMilliseconds(Checkpoints.WeightsOf(folder));
        long weights = new FileInfo(Checkpoints.WeightsOf(folder)).Length;
        long before = Resident();
        long started = Stopwatch.GetTimestamp();
        var forecaster = Load(families, artifact);
        double first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var single = Measure(forecaster, name, batch: 1, seconds: 2);
        double memory = (double)(Resident() - before) / weights;
        var many = Measure(forecaster, name, batch: 32, seconds: 3);
        forecaster.DisposeAsync().AsTask().GetAwaiter().GetResult();

        // Again, without the compilation of our own code; the best, as of reading.
        double load = double.MaxValue;
        double answer = double.MaxValue;
        for (int round = 0; round < Loads; round++)
        {
            started = Stopwatch.GetTimestamp();
            forecaster = Load(families, artifact);
            load = Math.Min(load, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Forecast(forecaster, [new ForecastWork(Request(name, 0), CancellationToken.None)]);
            answer = Math.Min(answer, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            forecaster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-14} {weights / 1e6,11:F1} {read,9:F1} {load,9:F1} ({first:F0}) {load / read,9:F1} {answer,12:F1} {memory,16:F2} "
            + $"{single.Milliseconds,14:F1} ({single.Ratio:F2}) {many.Milliseconds,18:F1} ({many.Ratio:F2}) {many.Kilobytes / 32,15:F1}"));
    }

    internal static ModelArtifact Artifact(ModelFamilies families, string folder, string name)
    {
        var identity = families.Identify(folder)
            ?? throw new InvalidOperationException($"No family recognises the checkpoint that '{name}' wrote.");
        return new ModelArtifact
        {
            Name = name,
            Family = identity.Family,
            Source = new("folder", folder, "local"),
            SnapshotPath = folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
    }

    internal static IForecaster Load(ModelFamilies families, ModelArtifact artifact) =>
        families.CreateAsync(artifact, DeviceId.Cpu, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Time of a forecast, how much longer that is than the engine's runs within it, and how much it leaves to the garbage
    /// collector once its answers have been disposed as the service disposes them.
    /// </summary>
    private static (double Milliseconds, double Ratio, double Kilobytes) Measure(
        IForecaster forecaster, string name, int batch, double seconds)
    {
        ForecastWork[] work = [.. Enumerable.Range(0, batch).Select(i => new ForecastWork(Request(name, i), CancellationToken.None))];
        double inEngine = 0;
        double total = 0;
        long runs = 0;
        long allocated = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => inEngine += span.Duration.TotalMilliseconds,
        };
        ActivitySource.AddActivityListener(listener);
        double best = Timing.InTurn(seconds, () =>
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            long started = Stopwatch.GetTimestamp();
            Forecast(forecaster, work, () =>
            {
                total += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                allocated += GC.GetTotalAllocatedBytes(precise: true) - before;
            });
            runs++;
        })[0];
        return (best, total / inEngine, allocated / 1e3 / runs);
    }

    /// <summary>One call of the family, its answers given back once <paramref name="measure"/> has looked.</summary>
    private static void Forecast(IForecaster forecaster, ForecastWork[] work, Action? measure = null)
    {
        var outcomes = forecaster.ForecastAsync(work, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        measure?.Invoke();
        if (outcomes.FirstOrDefault(outcome => outcome.Result is null)?.Failure is { } failure)
        {
            throw failure;
        }

        foreach (var outcome in outcomes)
        {
            ForecastMemory.Release(outcome.Result!.Forecasts); // no failure, hence a result
        }
    }

    internal static ForecastRequest Request(string name, int seed)
    {
        var start = new DateTime(2024, 1, 1);
        var timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, Context).Select(hour =>
            start.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture))]);
        var noise = new Random(seed);
        return new ForecastRequest
        {
            Model = name,
            Horizon = Horizon,
            Options = OptionsOf(name),
            Quantiles = name == PointForecaster ? [] : [0.1, 0.5, 0.9],
            Series =
            [
                new SeriesInput
                {
                    Id = $"s{seed}",
                    Freq = "h",
                    Timestamps = timestamps,
                    Target = new NumberColumn(
                        Enumerable.Range(0, Context).Select(t => 50 + (10 * Math.Sin(t / 4.0)) + noise.NextDouble()).ToArray()),
                },
            ],
        };
    }

    private static ForecastOptions OptionsOf(string name)
    {
        if (!Options.TryGetValue(name, out string? json))
        {
            return ForecastOptions.Empty;
        }

        using var document = JsonDocument.Parse(json);
        return new ForecastOptions(document.RootElement.Clone());
    }

    private static double ReadMilliseconds(string path)
    {
        byte[] buffer = new byte[1 << 20];
        double best = double.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long started = Stopwatch.GetTimestamp();
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            while (file.Read(buffer) > 0)
            {
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
