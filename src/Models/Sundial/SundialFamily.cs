using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Sundial;

/// <summary>Sundial (THUML): causal decoder, flow-matching sampler.</summary>
public sealed class SundialFamily(InferenceEngine engine) : INetworkFamily
{
    private const string ContractFamily = "sundial";
    private const string Implementation = "sundial_base";

    private readonly CheckpointFacts<SundialConfig> _facts = new(folder => SundialConfig.Read(ConfigSection.Open(folder)));

    /// <inheritdoc/>
    public string Name => "sundial";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => SundialTemplates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && artifact.Implementation is null or Implementation;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) =>
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
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        var limits = SundialLimits.Of(artifact);
        int horizon = _facts.TryGet(artifact)?.LongestHorizon(limits.Horizon) ?? limits.Horizon;
        SundialRequest.Check(request, limits with { Horizon = horizon });
    }

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        SundialGraph.Build(SundialConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint, keepsCache: false);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        await Task.Run<IForecaster>(() => Load(artifact, device, cancellationToken), cancellationToken);

    private SundialForecaster Load(ModelArtifact artifact, DeviceId device, CancellationToken cancellation)
    {
        var limits = SundialLimits.Of(artifact);
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = SundialNetwork.Load(engine, CheckpointFolder.Of(artifact), limits.Horizon, settings, cancellation);
        var traits = new ForecasterTraits
        {
            IsConcurrent = false,
            ResidentBytes = network.WeightBytes,
            PreferredBatch = 32,
            Device = device.ToString(),
        };
        return new SundialForecaster(network, limits, traits);
    }
}
