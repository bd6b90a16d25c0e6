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

namespace Tollama.Models.ChronosBolt;

/// <summary>Chronos-Bolt (Amazon): a T5 encoder over patches and one decoder step; univariate.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class ChronosBoltFamily(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<ChronosBoltConfig>(Contract, Implementation, options)
{
    private const string Contract = "torch";
    private const string Implementation = "chronos_bolt";
    private const string Architecture = "ChronosBoltModelForForecasting";
    private const string Pipeline = "ChronosBoltPipeline";

    /// <inheritdoc/>
    public override string Name => "chronos-bolt";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => ChronosBoltTemplates.All;

    /// <inheritdoc/>
    public override bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && artifact.Implementation == Implementation;

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath) =>
        ConfigSection.TryOpen(snapshotPath) is { } config && IsOurs(config)
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject { ["implementation"] = Implementation },
                ModelCapabilities.None)
            : null;

    /// <inheritdoc/>
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        ChronosBoltNetwork.Describe(ChronosBoltConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    protected override ChronosBoltConfig ReadConfig(string snapshotPath) =>
        ChronosBoltConfig.Read(ConfigSection.Open(snapshotPath));

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, ChronosBoltConfig? config)
    {
        ChronosBoltJob.Check(request);
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(ChronosBoltConfig config, int? context, int? horizon) => new FixedSizes()
        .Require("context", context, 1, config.ContextLength)
        .Require("horizon", horizon, 1, config.Horizon)
        .Patches(Patching.Patches, context, config.Patch)
        .Patches(Patching.WholePatches, context, config.Patch);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        var network = ChronosBoltNetwork.Load(engine, folder, settings, cancellation, Options);
        return new ChronosBoltForecaster(network, Traits(network, settings, batch: 32) with { IsConcurrent = true });
    }

    private static bool IsOurs(ConfigSection config) =>
        config.TryFirstText("architectures") == Architecture || config.TryText("chronos_pipeline_class") == Pipeline;
}
