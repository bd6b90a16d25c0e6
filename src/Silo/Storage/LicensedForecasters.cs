using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Silo.Storage;

/// <summary>Families that ask the store, whenever a model is loaded, whether its licence is still accepted.</summary>
internal sealed class LicensedForecasters : IForecasterFactory
{
    private readonly IForecasterFactory _families;
    private readonly ModelStore _store;

    /// <summary>Guards <paramref name="families"/>.</summary>
    public LicensedForecasters(IForecasterFactory families, ModelStore store) => (_families, _store) = (families, store);

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request) => _families.Check(artifact, request);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => _families.EstimateBytes(artifact);

    /// <inheritdoc/>
    public ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        _store.CheckLicence(artifact.Name);
        return _families.CreateAsync(artifact, device, cancellationToken);
    }

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) => _families.Identify(snapshotPath);
}
