using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Baseline;
using Tollama.Models.Chronos2;
using Tollama.Models.ChronosBolt;
using Tollama.Models.GraniteTtm;
using Tollama.Models.Mock;
using Tollama.Models.Moirai;
using Tollama.Models.Serving;
using Tollama.Models.Sundial;
using Tollama.Models.TimesFm;
using Tollama.Models.Toto;
using Tollama.Onnx.Runtime;

namespace Tollama.Models;

/// <summary>The table of families. The first that serves a model computes it.</summary>
public sealed class ModelFamilies : IForecasterFactory
{
    private readonly IReadOnlyList<IModelFamily> _families;

    /// <summary>Serves the given families, in order.</summary>
    public ModelFamilies(IReadOnlyList<IModelFamily> families) => _families = families;

    /// <summary>Every family of the product: one line each.</summary>
    /// <param name="engine">Computes their graphs; loads its native library when the first of them is loaded.</param>
    public static ModelFamilies All(InferenceEngine engine) => All(engine, NetworkOptions.Default);

    /// <inheritdoc cref="All(InferenceEngine)"/>
    /// <param name="engine">Computes their graphs; loads its native library when the first of them is loaded.</param>
    /// <param name="options">How networks are run.</param>
    public static ModelFamilies All(InferenceEngine engine, NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        return new(
        [
            new MockFamily(),
            new TimesFmFamily(engine, options),
            new MoiraiFamily(engine, options),
            new SundialFamily(engine, options),
            new TotoFamily(engine, options),
            new BaselineFamily(TimeProvider.System),
            new GraniteTtmFamily(engine, options),
            new ChronosBoltFamily(engine, options),
            new Chronos2Family(engine, options),
        ]);
    }

    /// <summary>The families, in the order in which they are asked.</summary>
    public IReadOnlyList<IModelFamily> Families => _families;

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        ForecastBudget.RequireAnswer(request);
        Find(artifact).Check(artifact, request);
    }

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => Find(artifact).EstimateBytes(artifact);

    /// <inheritdoc/>
    public ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        Find(artifact).CreateAsync(artifact, device, cancellationToken);

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath)
    {
        foreach (var family in _families)
        {
            if (family.Identify(snapshotPath) is { } identity)
            {
                return identity;
            }
        }

        return null;
    }

    private IModelFamily Find(ModelArtifact artifact)
    {
        foreach (var family in _families)
        {
            if (family.Serves(artifact))
            {
                return family;
            }
        }

        throw new TollamaException(
            ErrorCode.ModelUnsupported,
            $"Model '{artifact.Name}' (family '{artifact.Family}', implementation "
                + $"'{artifact.Implementation ?? "none"}') "
            + "cannot be computed by this build; 'tollama list --all' shows the models that can.");
    }
}
