using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Moirai;

/// <summary>Moirai 2 (Salesforce): packed multivariate tokens, causal in time, quantile roll-out.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class MoiraiFamily(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<MoiraiConfig>(Contract, Implementation, options)
{
    private const string Contract = "uni2ts";
    private const string Implementation = "moirai_2p0";

    /// <inheritdoc/>
    public override string Name => "moirai-2";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => MoiraiTemplates.All;

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath) =>
        ConfigSection.TryOpen(snapshotPath) is { } config && MoiraiConfig.Describes(config)
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject
                {
                    ["implementation"] = Implementation,
                    ["default_context_length"] = MoiraiRequest.DefaultContext,
                },
                new ModelCapabilities { PastCovariatesNumeric = true, FutureCovariatesNumeric = true })
            : null;

    /// <inheritdoc/>
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        MoiraiGraph.Build(MoiraiConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    protected override MoiraiConfig ReadConfig(string snapshotPath) =>
        MoiraiConfig.Read(ConfigSection.Open(snapshotPath));

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, MoiraiConfig? config)
    {
        MoiraiRequest.Check(request);
        if (config is not null)
        {
            MoiraiRequest.RequireFit(request, config, DefaultContext(artifact));
        }
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(MoiraiConfig config, int? context, int? horizon) => new FixedSizes()
        .Require("horizon", horizon, 1, config.PredictedPatches * config.Patch)
        .Patches("tokens", context, config.Patch);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        var network = MoiraiNetwork.Load(engine, folder, settings, cancellation);
        return new MoiraiForecaster(network, DefaultContext(artifact), Traits(network, settings, batch: 32));
    }

    private static int DefaultContext(ModelArtifact artifact) =>
        MetadataNumbers.Positive(artifact, "default_context_length", MoiraiRequest.DefaultContext);
}
