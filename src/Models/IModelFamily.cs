using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models;

/// <summary>
/// What a family of models must provide. One sealed class per family, one line in <see cref="ModelFamilies"/>.
/// </summary>
public interface IModelFamily
{
    /// <summary>Our name of the family, for messages: <c>chronos-2</c>, <c>granite-ttm</c>, <c>baseline</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether this family computes the given model (by contract family, <c>metadata.implementation</c>, name or
    /// config).
    /// </summary>
    bool Serves(ModelArtifact artifact);

    /// <summary>Whether a checkpoint folder is one of this family's, from its own files; null when it is not.</summary>
    /// <param name="snapshotPath">Absolute path of the folder.</param>
    ModelIdentity? Identify(string snapshotPath);

    /// <summary>Refuses, before any weight is loaded, what this model can never serve.</summary>
    /// <exception cref="Core.Errors.TollamaException">BadRequest, ModelUnsupported.</exception>
    void Check(ModelArtifact artifact, ForecastRequest request);

    /// <summary>Bytes that loading will take on the device; 0 for models without weights.</summary>
    long EstimateBytes(ModelArtifact artifact);

    /// <summary>Loads the model. The caller disposes the result.</summary>
    ValueTask<IForecaster> CreateAsync(ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken);
}
