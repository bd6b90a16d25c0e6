using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Silo.Devices;
using Tollama.Silo.Storage;

namespace Tollama.Silo;

/// <summary>
/// The families as grains of this silo get them: whenever a model is loaded its licence must still be accepted, and on
/// a simulated device it is computed by the processor and accounted like one on a GPU.
/// </summary>
internal sealed class SiloForecasters : IForecasterFactory
{
    private readonly IForecasterFactory _families;
    private readonly ModelStore _store;
    private readonly SimulatedMemory _simulated;

    /// <summary>Guards <paramref name="families"/>.</summary>
    public SiloForecasters(IForecasterFactory families, ModelStore store, SimulatedMemory simulated) =>
        (_families, _store, _simulated) = (families, store, simulated);

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request) => _families.Check(artifact, request);

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => _families.EstimateBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        _store.CheckLicence(artifact.Name);
        if (device.Kind != DeviceKind.Simulated)
        {
            return await _families.CreateAsync(artifact, device, cancellationToken);
        }

        var computed = await _families.CreateAsync(artifact, DeviceId.Cpu, cancellationToken);
        return new SimulatedForecaster(computed, device, _simulated);
    }

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) => _families.Identify(snapshotPath);
}
