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
public sealed class MoiraiFamily(InferenceEngine engine) : INetworkFamily
{
    private const string ContractFamily = "uni2ts";
    private const string Implementation = "moirai_2p0";

    private readonly CheckpointFacts<MoiraiConfig> _facts = new(folder => MoiraiConfig.Read(ConfigSection.Open(folder)));

    /// <inheritdoc/>
    public string Name => "moirai-2";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => MoiraiTemplates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && artifact.Implementation is null or Implementation;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) =>
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
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        MoiraiRequest.Check(request);
        _ = _facts.TryGet(artifact); // a config that cannot be computed is refused before its weights are touched
    }

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        MoiraiGraph.Build(MoiraiConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        await Task.Run<IForecaster>(() => Load(artifact, device, cancellationToken), cancellationToken);

    private MoiraiForecaster Load(ModelArtifact artifact, DeviceId device, CancellationToken cancellation)
    {
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = MoiraiNetwork.Load(engine, CheckpointFolder.Of(artifact), settings, cancellation);
        var traits = new ForecasterTraits
        {
            IsConcurrent = false,
            ResidentBytes = network.WeightBytes,
            PreferredBatch = 32,
            Device = device.ToString(),
        };
        int context = MetadataNumbers.Positive(artifact, "default_context_length", MoiraiRequest.DefaultContext);
        return new MoiraiForecaster(network, context, traits);
    }
}
