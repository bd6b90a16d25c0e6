using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Toto;

/// <summary>Toto Open Base 1 (Datadog): causal decoder over time and variates, Student-t mixtures.</summary>
/// <param name="engine">Computes the graphs.</param>
public sealed class TotoFamily(InferenceEngine engine) : INetworkFamily
{
    /// <summary>Value of <c>metadata.implementation</c>.</summary>
    internal const string Implementation = "toto_open_base";

    private const string ContractFamily = "toto";

    private readonly CheckpointFacts<TotoConfig> _facts = new(folder => TotoConfig.Read(ConfigSection.Open(folder)));

    /// <inheritdoc/>
    public string Name => "toto";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => TotoTemplates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && artifact.Implementation is null or Implementation;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath)
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
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        TotoRequest.Check(request, TotoLimits.Of(artifact));
        if (_facts.TryGet(artifact) is { } config)
        {
            TotoRequest.RequireFit(request, TotoLimits.Of(artifact), config);
        }
    }

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        TotoGraph.Build(TotoConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint, GraphTaps.None);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        await Task.Run<IForecaster>(() => Load(artifact, device, cancellationToken), cancellationToken);

    private TotoForecaster Load(ModelArtifact artifact, DeviceId device, CancellationToken cancellation)
    {
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = TotoNetwork.Load(engine, CheckpointFolder.Of(artifact), settings, cancellation);
        var traits = new ForecasterTraits
        {
            IsConcurrent = false,
            ResidentBytes = network.WeightBytes,
            PreferredBatch = 32,
            Device = device.ToString(),
        };
        return new TotoForecaster(network, TotoLimits.Of(artifact), traits);
    }
}
