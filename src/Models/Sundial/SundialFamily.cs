using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Sundial;

/// <summary>Sundial (THUML): causal decoder, flow-matching sampler.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class SundialFamily(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<SundialConfig>(Contract, Implementation, options)
{
    private const string Contract = "sundial";
    private const string Implementation = "sundial_base";

    /// <inheritdoc/>
    public override string Name => "sundial";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => SundialTemplates.All;

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath) =>
        ConfigSection.TryOpen(snapshotPath)?.TryText("model_type") == "sundial"
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject
                {
                    ["implementation"] = Implementation,
                    ["max_context"] = SundialRequest.DefaultContext,
                    ["max_horizon"] = SundialRequest.DefaultHorizonLimit,
                    ["default_num_samples"] = SundialRequest.DefaultSamples,
                },
                ModelCapabilities.None)
            : null;

    /// <inheritdoc/>
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        SundialGraph.Build(SundialConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint, keepsCache: false);

    /// <inheritdoc/>
    protected override SundialConfig ReadConfig(string snapshotPath) =>
        SundialConfig.Read(ConfigSection.Open(snapshotPath));

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, SundialConfig? config)
    {
        var limits = SundialLimits.Of(artifact);
        int horizon = config?.LongestHorizon(limits.Horizon) ?? limits.Horizon;
        SundialRequest.Check(request, limits with { Horizon = horizon });
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(SundialConfig config, int? context, int? horizon) => new FixedSizes()
        .Require("horizon", horizon, 1, config.Block)
        .Patches("tokens", context, config.Patch);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        var limits = SundialLimits.Of(artifact);
        var network = SundialNetwork.Load(engine, folder, limits.Horizon, settings, cancellation);
        return new SundialForecaster(network, limits, Traits(network, settings, batch: 32));
    }
}
