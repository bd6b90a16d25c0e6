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
    private readonly IWeightSource _weights;
    private readonly IDeviceInventory _inventory;
    private readonly SimulatedDevices _simulated;
    private readonly TimeProvider _time;

    /// <summary>Guards <paramref name="families"/>.</summary>
    public SiloForecasters(
        IForecasterFactory families,
        ModelStore store,
        IWeightSource weights,
        IDeviceInventory inventory,
        SimulatedDevices simulated,
        TimeProvider time) =>
        (_families, _store, _weights, _inventory, _simulated, _time) = (
            families,
            store,
            weights,
            inventory,
            simulated,
            time);

    /// <summary>
    /// Checks a request where the model's files are. On another machine nobody can look into them: there the copy that
    /// computes finds what they do not allow.
    /// </summary>
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        if (_weights.Find(artifact) is { } here)
        {
            _families.Check(here, request);
        }
    }

    /// <summary>Bytes that loading takes: by the files where they are, by their published size elsewhere.</summary>
    public long EstimateBytes(ModelArtifact artifact)
    {
        var here = _weights.Find(artifact);
        return here is null && artifact.SizeBytes > 0 ? artifact.SizeBytes : _families.EstimateBytes(here ?? artifact);
    }

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
        return new SimulatedForecaster(
            computed,
            _inventory.Devices.Single(known => known.Id == device),
            _simulated,
            _time);
    }

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) => _families.Identify(snapshotPath);
}
