using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>Chronos-Bolt (Amazon): a T5 encoder over patches and one decoder step; univariate.</summary>
/// <param name="engine">Computes the graphs.</param>
public sealed class ChronosBoltFamily(InferenceEngine engine) : INetworkFamily
{
    private const string ContractFamily = "torch";
    private const string Implementation = "chronos_bolt";
    private const string Architecture = "ChronosBoltModelForForecasting";
    private const string Pipeline = "ChronosBoltPipeline";

    /// <inheritdoc/>
    public string Name => "chronos-bolt";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => ChronosBoltTemplates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && artifact.Implementation == Implementation;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) =>
        ConfigSection.TryOpen(snapshotPath) is { } config && IsOurs(config)
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject { ["implementation"] = Implementation },
                ModelCapabilities.None)
            : null;

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request) => ChronosBoltJob.Check(request);

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        ChronosBoltNetwork.Describe(ChronosBoltConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        string snapshot = CheckpointFolder.Of(artifact);
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = await Task.Run(
            () => ChronosBoltNetwork.Load(engine, snapshot, settings, cancellationToken), cancellationToken);
        return new ChronosBoltForecaster(network, device);
    }

    private static bool IsOurs(ConfigSection config) =>
        config.TryFirstText("architectures") == Architecture || config.TryText("chronos_pipeline_class") == Pipeline;
}
