using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Models;

/// <summary>Lists what is loaded, as the devices say it: it remembers nothing, so it forgets nothing.</summary>
internal sealed class LoadedModelsGrain(ClusterSurvey survey) : Grain, ILoadedModelsGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "loaded";

    public async Task<IReadOnlyList<LoadedModel>> ListAsync()
    {
        var copies = await CopiesAsync();
        var expired = copies
            .GroupBy(copy => copy.Replica.Model, StringComparer.Ordinal)
            .Where(model => model.All(copy => copy.Replica.HasExpired))
            .Select(model => model.First().Replica.Family)
            .ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(expired.Select(UnloadFamilyAsync));
        return
        [
            .. copies
                .Where(copy => copy.Replica.IsPinned
                    || (copy.HasAnswered && !expired.Contains(copy.Replica.Family)))
                .GroupBy(copy => copy.Replica.Model, StringComparer.Ordinal)
                .OrderBy(model => model.Key, StringComparer.Ordinal)
                .Select(Describe),
        ];
    }

    public async Task<IReadOnlyList<ComingModel>> ComingAsync()
    {
        var silos = await survey.TakeAsync(GrainFactory, CancellationToken.None);
        return
        [
            .. from silo in silos
               from device in silo.Devices
               from replica in device.Replicas
               where DeviceViews.IsComing(replica)
               orderby replica.Model, silo.Member.Name, device.Id
               select new ComingModel(
                   replica.Model,
                   replica.Family,
                   DeviceKey.Format(silo.Member.Name, device.Id),
                   replica.State,
                   replica.SizeBytes),
        ];
    }

    public async Task UnloadFamilyAsync(string family)
    {
        var copies = await CopiesAsync();
        await Task.WhenAll(copies
            .Where(copy => copy.Replica.Family == family && !copy.Replica.IsPinned)
            .Select(copy => GrainFactory
                .GetGrain<IReplicaGrain>(ReplicaKey.Format(copy.Replica.Model, copy.Device))
                .RetireAsync(copy.Replica.Generation)));
    }

    private static LoadedModel Describe(IGrouping<string, Copy> model) => new(
        model.Key,
        model.First().Replica.Family,
        model.Any(copy => copy.Replica.ExpiresAt is null) ? null : model.Max(copy => copy.Replica.ExpiresAt),
        model.Sum(copy => copy.Replica.SizeBytes),
        [.. model.Select(copy => copy.Device).Order(StringComparer.Ordinal)],
        model.Any(copy => copy.Replica.IsPinned));

    private async Task<IReadOnlyList<Copy>> CopiesAsync()
    {
        var silos = await survey.TakeAsync(GrainFactory, CancellationToken.None);
        return
        [
            .. from silo in silos
               from device in silo.Devices
               from replica in device.Replicas
               where replica.State == ReplicaState.Ready
               select new Copy(
                   DeviceKey.Format(silo.Member.Name, device.Id), replica, device.Answering.Contains(replica.Model)),
        ];
    }

    private sealed record Copy(string Device, ReplicaSummary Replica, bool HasAnswered);
}
