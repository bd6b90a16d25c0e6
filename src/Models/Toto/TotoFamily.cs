using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Toto;

/// <summary>Toto Open Base 1 (Datadog): causal decoder over time and variates, Student-t mixtures.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class TotoFamily(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<TotoConfig>(Contract, Implementation, options)
{
    /// <summary>Value of <c>metadata.implementation</c>.</summary>
    internal const string Implementation = "toto_open_base";

    private const string Contract = "toto";

    /// <inheritdoc/>
    public override string Name => "toto";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => TotoTemplates.All;

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath)
    {
        if (ConfigSection.TryOpen(snapshotPath) is not { } config || !TotoConfig.Describes(config))
        {
            return null;
        }

        using var checkpoint = CheckpointFolder.TryOpenWeights(snapshotPath);
        return new ModelIdentity(
            ContractFamily,
            TotoLimits.Published.ToMetadata(Implementation),
            new ModelCapabilities
            {
                PastCovariatesNumeric = true,
                FutureCovariatesNumeric = checkpoint is not null && TotoWeights.HasLabels(checkpoint),
            });
    }

    /// <inheritdoc/>
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        TotoGraph.Build(TotoConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint, GraphTaps.None);

    /// <inheritdoc/>
    protected override TotoConfig ReadConfig(string snapshotPath) =>
        TotoConfig.Read(ConfigSection.Open(snapshotPath));

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, TotoConfig? config)
    {
        var limits = TotoLimits.Of(artifact);
        TotoRequest.Check(request, limits);
        if (config is not null)
        {
            TotoRequest.RequireFit(request, limits, config);
        }
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(TotoConfig config, int? context, int? horizon) => new FixedSizes()
        .Require("horizon", horizon, 1, config.Patch)
        .Patches("tokens", context, config.Patch)
        .Patches("keys", context, config.Patch);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        var network = TotoNetwork.Load(engine, folder, settings, cancellation);
        return new TotoForecaster(network, TotoLimits.Of(artifact), Traits(network, settings, batch: 32));
    }
}
