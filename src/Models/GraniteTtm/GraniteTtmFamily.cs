using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Granite TinyTimeMixer r1, r2 and r2.1 (IBM): small mixers of patches, a point forecast.</summary>
/// <param name="engine">Computes the graphs.</param>
public sealed class GraniteTtmFamily(InferenceEngine engine) : INetworkFamily
{
    /// <summary>Value of <c>metadata.implementation</c>.</summary>
    internal const string Implementation = "granite_ttm";

    private const string ContractFamily = "torch";
    private const string RepositoryMark = "granite-timeseries-ttm";
    private const string ModelType = "tinytimemixer";

    private readonly CheckpointFacts<GraniteTtmConfig> _facts = new(folder => GraniteTtmConfig.Read(ConfigSection.Open(folder)));

    /// <inheritdoc/>
    public string Name => "granite-ttm";

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointTemplate> Templates => GraniteTtmTemplates.All;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) => artifact.Family == ContractFamily
        && (artifact.Implementation == Implementation
            || (artifact.Implementation is null
                && artifact.Source.RepoId.Contains(RepositoryMark, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath)
    {
        if (ConfigSection.TryOpen(snapshotPath) is not { } section || section.TryText("model_type") != ModelType)
        {
            return null;
        }

        var config = GraniteTtmConfig.Read(section);
        return new ModelIdentity(
            ContractFamily,
            new JsonObject
            {
                ["implementation"] = Implementation,
                ["context_length"] = config.Context,
                ["prediction_length"] = config.Horizon,
                ["input_series_limit"] = 1,
                ["revision_choice"] = GraniteTtmRevisions.Rule,
            },
            new ModelCapabilities { PastCovariatesNumeric = true, FutureCovariatesNumeric = true });
    }

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        GraniteTtmJob.Check(request);
        if (_facts.TryGet(artifact) is { } config)
        {
            GraniteTtmJob.CheckHorizon(request, config);
        }
    }

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        GraniteTtmNetwork.Describe(GraniteTtmConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        string snapshot = CheckpointFolder.Of(artifact);
        RequireServable(GraniteTtmConfig.Read(ConfigSection.Open(snapshot)), artifact.Name);
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        var network = await Task.Run(
            () => GraniteTtmNetwork.Load(engine, snapshot, settings, cancellationToken), cancellationToken);
        return new GraniteTtmForecaster(network, device);
    }

    /// <summary>A request gives one target, first, and no categorical statics.</summary>
    private static void RequireServable(GraniteTtmConfig config, string name)
    {
        if (!config.StaticVocabularies.IsEmpty)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Model '{name}' was trained on {config.StaticVocabularies.Length} static categories, which no request can "
                + "give it by number; use a checkpoint without categorical_vocab_size_list.");
        }

        if (!config.Predicted.IsEmpty && config.Predicted[0] != 0)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Model '{name}' does not forecast its first channel, where the target stands "
                + $"(prediction_channel_indices [{string.Join(", ", config.Predicted)}]).");
        }
    }
}
