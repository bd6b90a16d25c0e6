using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Granite TinyTimeMixer r1, r2 and r2.1 (IBM): small mixers of patches, a point forecast.</summary>
/// <param name="engine">Computes the graphs.</param>
/// <param name="options">How networks are run.</param>
internal sealed class GraniteTtmFamily(InferenceEngine engine, NetworkOptions options)
    : NetworkFamily<GraniteTtmConfig>(Contract, Implementation, options)
{
    /// <summary>Value of <c>metadata.implementation</c>.</summary>
    internal const string Implementation = "granite_ttm";

    private const string Contract = "torch";
    private const string RepositoryMark = "granite-timeseries-ttm";
    private const string ModelType = "tinytimemixer";

    /// <inheritdoc/>
    public override string Name => "granite-ttm";

    /// <inheritdoc/>
    public override IReadOnlyList<CheckpointTemplate> Templates => GraniteTtmTemplates.All;

    /// <inheritdoc/>
    public override bool Serves(ModelArtifact artifact) => artifact.Family == ContractFamily
        && (artifact.Implementation == Implementation
            || (artifact.Implementation is null
                && artifact.Source.RepoId.Contains(RepositoryMark, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override ModelIdentity? Identify(string snapshotPath)
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
    public override GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint) =>
        GraniteTtmNetwork.Describe(GraniteTtmConfig.Read(ConfigSection.Open(snapshotPath)), checkpoint);

    /// <inheritdoc/>
    protected override GraniteTtmConfig ReadConfig(string snapshotPath) =>
        GraniteTtmConfig.Read(ConfigSection.Open(snapshotPath));

    /// <inheritdoc/>
    protected override void Check(ModelArtifact artifact, ForecastRequest request, GraniteTtmConfig? config)
    {
        GraniteTtmJob.Check(request);
        if (config is not null)
        {
            GraniteTtmJob.CheckFit(request, config);
        }
    }

    /// <inheritdoc/>
    protected override FixedSizes SizesFor(GraniteTtmConfig config, int? context, int? horizon) => new FixedSizes()
        .Require("context", context, config.Context, config.Context)
        .Require("horizon", horizon, 1, config.Horizon);

    /// <inheritdoc/>
    protected override IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation)
    {
        RequireServable(GraniteTtmConfig.Read(ConfigSection.Open(folder)), artifact.Name);
        var network = GraniteTtmNetwork.Load(engine, folder, settings, cancellation);
        return new GraniteTtmForecaster(network, Traits(network, settings, batch: 64) with { IsConcurrent = true });
    }

    /// <summary>A request gives one target, first, and no categorical statics.</summary>
    private static void RequireServable(GraniteTtmConfig config, string name)
    {
        if (!config.StaticVocabularies.IsEmpty)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Model '{name}' was trained on {config.StaticVocabularies.Length} static categories, which no request "
                    + "can "
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
