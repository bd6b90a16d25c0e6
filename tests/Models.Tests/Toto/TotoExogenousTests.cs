using System.Runtime.InteropServices;
using Tollama.Core.Catalog;
using Tollama.Models.Checkpoints;
using Tollama.Models.Toto;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Toto;

/// <summary>Checkpoints that were fine-tuned with exogenous variates (models/toto §7).</summary>
public sealed class TotoExogenousTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-toto").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_known_variate_stands_one_patch_earlier_and_its_last_patch_does_not_count()
    {
        var config = TotoConfig.Read(ConfigSection.Open(Base));
        int patch = config.Patch;
        double[] known = [.. Enumerable.Range(1, (2 * patch) + 5).Select(x => (double)x)];

        var shifted = TotoVariate.Exogenous(known, horizon: 5, config);
        var plain = TotoVariate.Target([.. known.Skip(patch).Take(patch)], config);

        Assert.Equal(2, shifted.Patches);
        Assert.Equal(plain.Locations[0], shifted.Locations[0]);
        Assert.Equal(plain.Locations[0], shifted.Locations[1]); // the second patch is read, yet changes no statistics
        Assert.Equal(((2 * patch) + 1 - shifted.Locations[1]) / shifted.Scales[1], shifted.Scaled[patch], 1e-5);
        Assert.Equal(patch, shifted.Future!.Length);
        Assert.All(shifted.Future, value => Assert.Equal(0, value)); // beyond the last known patch there is nothing
    }

    [SkippableFact]
    public void The_label_stands_first_and_known_values_of_the_horizon_change_the_forecast()
    {
        Golden.RequireEngine();
        Label();
        using var model = TotoModel.Open(_folder);
        int patch = model.Config.Patch;
        double[] target = [.. Enumerable.Range(0, 4 * patch).Select(t => 20 + (5 * Math.Sin(t / 3.0)))];
        double[] calm = [.. Enumerable.Repeat(1.0, 6 * patch).Select((x, t) => x + (t % 2))];
        double[] busy = [.. calm.Select((x, t) => t >= 4 * patch ? x + 3 : x)];

        using var history = model.Network.Run(
            TotoCall.History([Row(target, calm, 2 * patch, model.Config)], model.Config, hasLabels: true),
            null,
            CancellationToken.None);
        Assert.Equal(5, history.Tokens);
        Assert.NotEqual(Forecast(calm)[0], Forecast(busy)[0]);

        float[] Forecast(double[] known) =>
            new TotoDecoder(model.Network).Forecast(
                [Row(target, known, 2 * patch, model.Config)],
                new TotoPlan(2 * patch, 1, true),
                null,
                CancellationToken.None
            )[0][0];
    }

    [Fact]
    public void Labels_in_the_weights_make_covariates_of_the_horizon_usable()
    {
        Label();

        Assert.True(Identify(_folder).FutureCovariatesNumeric);
        Assert.False(Identify(Base).FutureCovariatesNumeric);
    }

    private static string Base => Path.Combine(Golden.Folder("toto"), "hub", "Toto-Open-Base-1.0_small");

    private static ModelCapabilities Identify(string folder) =>
        new TotoFamily(Golden.Engine, NetworkOptions.Default).Identify(folder)!.Capabilities; // a Toto config

    private static TotoRow Row(double[] target, double[] known, int horizon, TotoConfig config) => new(
        [
            TotoVariate.Target(target, config),
            TotoVariate.Exogenous(known.AsSpan(0, target.Length + horizon), horizon, config),
        ],
        [0, 0]);

    /// <summary>Copies a checkpoint and adds labels.</summary>
    private void Label()
    {
        File.Copy(Path.Combine(Base, "config.json"), Path.Combine(_folder, "config.json"), overwrite: true);
        using var source = SafetensorsCheckpoint.Open(Base);
        long width = source.Get("model.patch_embed.projection.bias").Shape[0];
        TensorSpec[] specs =
        [
            .. source.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
                .Select(tensor => TensorSpec.Float32(tensor.Name, tensor.Shape.AsSpan())),
            TensorSpec.Float32("model.target_variate_label", [width]),
            TensorSpec.Float32("model.exogenous_variate_label", [width]),
        ];
        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"), specs, (spec, bytes) =>
        {
            if (source.TryGet(spec.Name, out var tensor))
            {
                tensor.Bytes.CopyTo(bytes);
                return;
            }

            var values = MemoryMarshal.Cast<byte, float>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = spec.Name.Contains("target", StringComparison.Ordinal) ? i % 3 : -(i % 5);
            }
        });
    }
}
