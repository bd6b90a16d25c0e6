using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Mock;

/// <summary>The mock model of the contract: repeats the last value, for tests of everything around a model.</summary>
public sealed class MockFamily : IModelFamily
{
    private const string FamilyName = "mock";

    /// <inheritdoc/>
    public string Name => FamilyName;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) => artifact.Family == FamilyName;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) => null;

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        // Every valid request can be served.
    }

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => 0;

    /// <inheritdoc/>
    public ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IForecaster>(new MockForecaster());
}
