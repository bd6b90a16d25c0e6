using System.Diagnostics;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models;
using Tollama.Models.Baseline;
using Tollama.Onnx.Runtime;

namespace Tollama.Bench.Statistics;

/// <summary>Seasonal-naive through the family, without HTTP: 96 points in, 24 out.</summary>
internal static class SeasonalNaiveBenchmark
{
    private const int SeriesCount = 2_000;
    private const int Rounds = 60;

    public static int Run(string[] arguments)
    {
        using var engine = new InferenceEngine(new EngineOptions());
        var families = ModelFamilies.All(engine);
        var entry = BaselineModels.Entries.Single(model => model.Name == "seasonal-naive");
        var artifact = new ModelArtifact
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            Metadata = entry.Metadata ?? [],
        };
        var forecaster = families.CreateAsync(artifact, DeviceId.Cpu, CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
        ForecastWork[] work = [new ForecastWork(Request(), CancellationToken.None)];
        for (int round = 0; round < 20; round++)
        {
            _ = forecaster.ForecastAsync(work, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        for (int round = 0; round < Rounds; round++)
        {
            _ = forecaster.ForecastAsync(work, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        int count = SeriesCount * Rounds;
        Console.WriteLine(
            $"seasonal-naive, 96 points in, 24 out: {count / wall:N0} series/s, "
            + $"{count / busy:N0} per processor second");
        return arguments.Length;
    }

    private static ForecastRequest Request()
    {
        var timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, 96).Select(hour =>
            new DateTime(2024, 1, 1).AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss"))]);
        var noise = new Random(7);
        return new ForecastRequest
        {
            Model = "seasonal-naive",
            Horizon = 24,
            Series = [.. Enumerable.Range(0, SeriesCount).Select(i => new SeriesInput
            {
                Id = $"s{i}",
                Freq = "h",
                Timestamps = timestamps,
                Target = new NumberColumn(Enumerable.Range(0, 96).Select(_ => noise.NextDouble()).ToArray()),
            })],
        };
    }
}
