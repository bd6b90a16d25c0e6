using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Moirai;

/// <summary>Moirai 2 (Salesforce): packed multivariate tokens, causal in time, quantile roll-out.</summary>
public sealed class MoiraiFamily(InferenceEngine engine) : INetworkFamily
{
    private const string ContractFamily = "uni2ts";
    private const string Implementation = "moirai_2p0";

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
    public void Check(ModelArtifact artifact, ForecastRequest request) => MoiraiRequest.Check(request);

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
        var config = MoiraiConfig.Read(ConfigSection.Open(CheckpointFolder.Of(artifact)));
        var checkpoint = SafetensorsCheckpoint.Open(CheckpointFolder.Of(artifact));
        try
        {
            var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
            var network = MoiraiNetwork.Load(engine, checkpoint, config, settings, cancellation);
            var traits = new ForecasterTraits
            {
                IsConcurrent = false,
                ResidentBytes = checkpoint.LoadedBytes,
                PreferredBatch = 32,
                Device = device.ToString(),
            };
            return new MoiraiForecaster(network, config, DefaultContext(artifact), traits);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private static int DefaultContext(ModelArtifact artifact) =>
        artifact.Metadata.TryGetPropertyValue("default_context_length", out var node) && node is JsonValue value
            && value.TryGetValue(out int context) && context > 0 ? context : MoiraiRequest.DefaultContext;
}
