using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Chronos2;

/// <summary>Chronos-2 (Amazon): an encoder over patches with group attention; covariates of every kind.</summary>
/// <param name="engine">Computes the graphs.</param>
public sealed class Chronos2Family(InferenceEngine engine) : INetworkFamily
{
    private const string ContractFamily = "torch";
    private const string Implementation = "chronos2";
    private const string Architecture = "Chronos2Model";
    private const string Pipeline = "Chronos2Pipeline";

    private readonly CheckpointFacts<Chronos2Config> _facts = new(folder => Chronos2Config.Read(ConfigSection.Open(folder)));

    /// <inheritdoc/>
    public string Name => "chronos-2";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => Chronos2Templates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && (artifact.Implementation ?? Implementation) == Implementation;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) =>
        ConfigSection.TryOpen(snapshotPath) is { } config && IsOurs(config)
            ? new ModelIdentity(
                ContractFamily,
                new JsonObject { ["implementation"] = Implementation },
                new ModelCapabilities
                {
                    PastCovariatesNumeric = true,
                    PastCovariatesCategorical = true,
                    FutureCovariatesNumeric = true,
                    FutureCovariatesCategorical = true,
                })
            : null;

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        Chronos2Job.Check(request);
        if (_facts.TryGet(artifact) is { } config)
        {
            Chronos2Job.CheckHorizon(request, config);
        }
    }

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        Chronos2Network.Describe(Chronos2Config.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        string snapshot = CheckpointFolder.Of(artifact);
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = await Task.Run(
            () => Chronos2Network.Load(engine, snapshot, settings, cancellationToken), cancellationToken);
        return new Chronos2Forecaster(network, device);
    }

    private static bool IsOurs(ConfigSection config) =>
        config.TryFirstText("architectures") == Architecture || config.TryText("chronos_pipeline_class") == Pipeline;
}
