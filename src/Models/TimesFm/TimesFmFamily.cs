using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>TimesFM 2.5 (Google Research): decoder-only, patched, with quantiles and covariate regression.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class TimesFmFamily(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<TimesFmConfig>(Contract, Implementation, options)
{
    /// <summary>Contract family and value of <c>metadata.implementation</c>.</summary>
    private const string Contract = "timesfm";

    private const string Implementation = "timesfm_2p5_torch";
    private const int DefaultContext = 1024;

    /// <inheritdoc/>
    public override string Name => "timesfm-2.5";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => TimesFmTemplates.All;

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath)
    {
        var config = ConfigSection.TryOpen(snapshotPath);
        bool isOurs = config?.TryText("model_type") switch
        {
            // 1.0 and 2.0 share the type, but have no quantile head.
            "timesfm" => config.Has("quantile_horizon_length"),
            "timesfm2_5" => true,
            _ => false,
        };
        return isOurs
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject { ["implementation"] = Implementation, ["max_context"] = DefaultContext },
                new ModelCapabilities { PastCovariatesNumeric = true, FutureCovariatesNumeric = true })
            : null;
    }

    /// <inheritdoc/>
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        TimesFmGraph.Build(TimesFmNetwork.ReadConfig(snapshotPath, checkpoint), checkpoint);

    /// <inheritdoc/>
    protected override TimesFmConfig ReadConfig(string snapshotPath) => TimesFmNetwork.ReadConfig(snapshotPath);

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, TimesFmConfig? config)
    {
        TimesFmRequest.Check(request);
        if (config is not null)
        {
            TimesFmRequest.CheckLimits(request, config, MaxContext(artifact));
            TimesFmRequest.RequireFit(request, MaxContext(artifact));
        }
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(TimesFmConfig config, int? context, int? horizon) => new FixedSizes()
        .Require("context", context, 1, config.ContextLimit)
        .Require("horizon", horizon, 1, config.OutputPatch)
        .Patches("tokens", context, config.Patch);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        var network = TimesFmNetwork.Load(engine, folder, settings, cancellation);
        return new TimesFmForecaster(network, MaxContext(artifact), Traits(network, settings, batch: 32));
    }

    private static int MaxContext(ModelArtifact artifact) =>
        MetadataNumbers.Positive(artifact, "max_context", DefaultContext);
}
