using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Chronos2;

/// <summary>Chronos-2 (Amazon): an encoder over patches with group attention; covariates of every kind.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class Chronos2Family(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<Chronos2Config>(Contract, Implementation, options)
{
    private const string Contract = "torch";
    private const string Implementation = "chronos2";
    private const string Architecture = "Chronos2Model";
    private const string Pipeline = "Chronos2Pipeline";

    /// <inheritdoc/>
    public override string Name => "chronos-2";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => Chronos2Templates.All;

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath) =>
        ConfigSection.TryOpen(snapshotPath) is { } config && IsOurs(config)
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject { ["implementation"] = Implementation },
                new ModelCapabilities
                {
                    PastCovariatesNumeric = true,
                    PastCovariatesCategorical = true,
                    FutureCovariatesNumeric = true,
                    FutureCovariatesCategorical = true,
                })
            : null;

    /// <inheritdoc/>
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        Chronos2Network.Describe(Chronos2Config.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    protected override Chronos2Config ReadConfig(string snapshotPath) =>
        Chronos2Config.Read(ConfigSection.Open(snapshotPath));

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, Chronos2Config? config)
    {
        Chronos2Job.Check(request);
        if (config is not null)
        {
            Chronos2Job.CheckFit(request, config);
        }
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(Chronos2Config config, int? context, int? horizon) => new FixedSizes()
        .Require("context", context, 1, config.ContextLength)
        .Require("horizon", horizon, 1, config.MaxOutputPatches * config.Patch)
        .Patches(Patching.Patches, context, config.Patch)
        .Patches(Patching.WholePatches, context, config.Patch)
        .Patches("horizon", horizon, config.Patch);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        var network = Chronos2Network.Load(engine, folder, settings, cancellation, Options);
        return new Chronos2Forecaster(network, Traits(network, settings, batch: 32) with { IsConcurrent = true });
    }

    private static bool IsOurs(ConfigSection config) =>
        config.TryFirstText("architectures") == Architecture || config.TryText("chronos_pipeline_class") == Pipeline;
}
