using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Cluster;

/// <summary>Speaks for the silo that it is activated on.</summary>
[SiloPinnedPlacement]
[KeepAlive]
internal sealed class SiloGrain(IDeviceInventory inventory, IClusterView view) : Grain, ISiloGrain
{
    private readonly PlacementLog _placements = new();

    public async Task<IReadOnlyList<DeviceReport>> DescribeAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(inventory.Devices.Select(device => Device(device).DescribeAsync()));

    public Task RememberAsync(PlacementRecord record)
    {
        _placements.Add(record);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model) =>
        Task.FromResult(_placements.Of(model));

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await view.BeginDrainAsync(cancellationToken);
        var reports = await DescribeAsync(cancellationToken);
        string silo = this.GetPrimaryKeyString();
        var models = reports.SelectMany(device => device.Replicas).Select(replica => replica.Model).Distinct();
        await Task.WhenAll(
            models.Select(model => GrainFactory.GetGrain<IModelGrain>(model).LeaveAsync(silo, cancellationToken)));
        view.EndActivations();
    }

    private IDeviceGrain Device(DeviceInfo device) =>
        GrainFactory.GetGrain<IDeviceGrain>(DeviceKey.Format(this.GetPrimaryKeyString(), device.Id.ToString()));
}
