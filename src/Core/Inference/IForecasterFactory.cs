using Tollama.Core.Forecasting;

namespace Tollama.Core.Inference;

/// <summary>What grains know of the models: how big, whether a request can be served, how to load.</summary>
public interface IForecasterFactory
{
    /// <summary>
    /// Checks a request against what is known before weights are loaded: limits of the checkpoint's config,
    /// covariates, options.
    /// </summary>
    /// <exception cref="Errors.TollamaException">
    /// BadRequest, ModelUnsupported: the request can never be served.
    /// </exception>
    void Check(ModelArtifact artifact, ForecastRequest request);

    /// <summary>
    /// Bytes that loading the model will take on its device, for the ledger; exact sizes come after loading.
    /// </summary>
    long EstimateBytes(ModelArtifact artifact);

    /// <summary>Loads the model. The caller owns and disposes the result.</summary>
    /// <exception cref="Errors.TollamaException">ModelUnsupported, DependencyMissing, ForecastFailed.</exception>
    ValueTask<IForecaster> CreateAsync(ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken);

    /// <summary>
    /// Which family a checkpoint folder belongs to, from its own <c>config.json</c>; null when no family of ours reads
    /// it.
    /// </summary>
    /// <param name="snapshotPath">Absolute path of the folder.</param>
    ModelIdentity? Identify(string snapshotPath);
}
