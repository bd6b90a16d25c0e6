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
public sealed class TimesFmFamily(InferenceEngine engine) : INetworkFamily
{
    /// <summary>Contract family and value of <c>metadata.implementation</c>.</summary>
    private const string ContractFamily = "timesfm";

    private const string Implementation = "timesfm_2p5_torch";
    private const int DefaultContext = 1024;

    private readonly CheckpointFacts<TimesFmConfig> _facts = new(TimesFmNetwork.ReadConfig);

    /// <inheritdoc/>
    public string Name => "timesfm-2.5";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => TimesFmTemplates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && artifact.Implementation is null or Implementation;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath)
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
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        TimesFmRequest.Check(request);
        if (_facts.TryGet(artifact) is { } config)
        {
            TimesFmRequest.CheckLimits(request, config, MaxContext(artifact));
        }
    }

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        TimesFmGraph.Build(TimesFmConfig.Read(checkpoint), checkpoint);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        await Task.Run<IForecaster>(() => Load(artifact, device, cancellationToken), cancellationToken);

    private TimesFmForecaster Load(ModelArtifact artifact, DeviceId device, CancellationToken cancellation)
    {
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = TimesFmNetwork.Load(engine, CheckpointFolder.Of(artifact), settings, cancellation);
        var traits = new ForecasterTraits
        {
            IsConcurrent = false,
            ResidentBytes = network.WeightBytes,
            PreferredBatch = 32,
            Device = device.ToString(),
        };
        return new TimesFmForecaster(network, MaxContext(artifact), traits);
    }

    private static int MaxContext(ModelArtifact artifact) =>
        MetadataNumbers.Positive(artifact, "max_context", DefaultContext);
}
