using System.Runtime.InteropServices;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Models.Moirai;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Moirai;

/// <summary>Widths that no published checkpoint has: heads are then wider than 64 (models/moirai-2 §2).</summary>
public sealed class MoiraiWidthTests : IDisposable
{
    private const int Horizon = 19;

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-moirai").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Two heads of 68 channels, 34 of them rotated: what <c>Moirai2Forecast</c> (uni2ts at 8d2a08d) answers for the
    /// known-answer weights of models/moirai-2 §8.2, with one covariate known ahead and a roll-out.
    /// </summary>
    [SkippableFact]
    public async Task A_width_that_is_no_multiple_of_64_widens_the_heads()
    {
        Golden.RequireEngine();
        WriteConfig(136);
        WriteWeights();
        var families = ModelFamilies.All(Golden.Engine);
        await using var forecaster = await families.CreateAsync(Artifact(families), DeviceId.Cpu, default);

        var outcome = Assert.Single(await forecaster.ForecastAsync([new ForecastWork(Request(), default)], default));

        Assert.Null(outcome.Failure?.Message);
        var forecast = Assert.Single(outcome.Result!.Forecasts);
        AssertClose(
            [
                49.869438, 50.935825, 48.634289, 53.857841, 45.815769, 48.929134, 52.598099, 47.3484, 48.805523,
                48.347176, 47.923229, 49.373653, 49.722466, 48.777771, 48.242126, 46.753246, 49.5219, 48.912125,
                47.471401,
            ],
            forecast.Mean.Span);
        AssertClose(
            [
                46.725808, 48.631561, 44.167484, 52.335667, 48.847432, 46.215649, 43.067245, 44.632713, 51.113026,
                52.278996, 51.394871, 53.831768, 54.412205, 53.262718, 51.632454, 53.039001, 50.196053, 53.309097,
                50.731724,
            ],
            forecast.Quantiles!.Rows[^1].Span);
    }

    [Theory]
    [InlineData(32)] // no head at all
    [InlineData(130)] // heads of 65, half of which cannot be rotated in pairs
    public void A_width_without_whole_heads_is_refused(int width)
    {
        WriteConfig(width);

        var failure = Assert.Throws<TollamaException>(() => MoiraiConfig.Read(ConfigSection.Open(_folder)));

        Assert.Equal(ErrorCode.ModelUnsupported, failure.Code);
        Assert.Contains("d_model", failure.Message, StringComparison.Ordinal);
    }

    private static ForecastRequest Request() => new()
    {
        Model = "moirai",
        Horizon = Horizon,
        Quantiles = [0.2, 0.9],
        Options = new ForecastOptions(JsonSerializer.SerializeToElement(new Dictionary<string, int>())),
        Parameters = ForecastParameters.Default,
        Series =
        [
            new SeriesInput
            {
                Id = "s",
                Freq = "D",
                Timestamps = TimestampColumn.FromStrings(
                    [.. Enumerable.Range(1, 30).Select(day => $"2024-04-{day:00}T00:00:00Z")]),
                Target = new NumberColumn(Walk(1000, 30, 50)),
                PastCovariates = [new Covariate { Name = "f", Numbers = new NumberColumn(Walk(1001, 30, 5)) }],
                FutureCovariates = [new Covariate { Name = "f", Numbers = new NumberColumn(Walk(1002, Horizon, 5)) }],
            },
        ],
    };

    private static double[] Walk(ulong stream, int length, double start)
    {
        double value = start;
        return [.. Enumerable.Range(0, length).Select(t => (double)(float)(value += 3 * ((2 * Uniform(stream, t)) - 1)))];
    }

    private static double Uniform(ulong stream, int element)
    {
        unchecked
        {
            ulong z = (stream << 32) + (ulong)element + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 40) / (double)(1 << 24);
        }
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int t = 0; t < expected.Length; t++)
        {
            Assert.Equal(expected[t], actual[t], 1e-3);
        }
    }

    private ModelArtifact Artifact(ModelFamilies families)
    {
        var identity = families.Identify(_folder);
        Assert.NotNull(identity);
        return new ModelArtifact
        {
            Name = "moirai",
            Family = identity.Family,
            Source = new("folder", _folder, "main"),
            SnapshotPath = _folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
    }

    private void WriteConfig(int width) => File.WriteAllText(
        Path.Combine(_folder, "config.json"),
        $$"""
        {
          "d_model": {{width}}, "d_ff": 10, "num_layers": 2, "patch_size": 4, "max_seq_len": 512,
          "attn_dropout_p": 0.0, "dropout_p": 0.0, "scaling": true, "num_predict_token": 2,
          "quantile_levels": [0.2, 0.5, 0.9]
        }
        """);

    private void WriteWeights()
    {
        var config = MoiraiConfig.Read(ConfigSection.Open(_folder));
        using var plan = SafetensorsCheckpoint.Plan(_folder, []);
        MoiraiGraph.Build(config, plan);
        TensorSpec[] specs =
        [
            .. plan.Tensors
                .OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
                .Select(tensor => TensorSpec.Float32(tensor.Name, tensor.Shape.AsSpan())),
        ];
        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"), specs, (spec, bytes) =>
        {
            var values = MemoryMarshal.Cast<byte, float>(bytes);
            ulong stream = (ulong)Array.IndexOf(specs, spec);
            var (centre, amplitude) = Range(spec);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(centre + (amplitude * ((2 * Uniform(stream, i)) - 1)));
            }
        });
    }

    private static (double Centre, double Amplitude) Range(TensorSpec spec) => spec switch
    {
        _ when spec.Name.Contains("norm", StringComparison.Ordinal) => (1, 0.2),
        _ when spec.Name.Contains("emb", StringComparison.Ordinal) => (0, 0.5),
        _ when spec.Shape.Length == 1 => (0, 0.1),
        _ => (0, Math.Sqrt(3.0 / spec.Shape[1])),
    };
}
