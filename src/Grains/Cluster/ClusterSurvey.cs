using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Measuring;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Cluster;

/// <summary>
/// Asks every silo what it holds: the devices are the truth of what is loaded, nobody else keeps a list.
/// </summary>
internal sealed partial class ClusterSurvey(IClusterView view, TimeProvider time, ILogger<ClusterSurvey> logger)
{
    /// <summary>A silo that does not answer within this is left out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The processes of the cluster with what they hold, sorted by name, the newest incarnation last.
    /// </summary>
    public async Task<IReadOnlyList<SiloReport>> TakeAsync(IGrainFactory grains, CancellationToken cancellationToken)
    {
        var members = view.Members
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.Incarnation);
        return await Task.WhenAll(members.Select(member => AskAsync(grains, member, cancellationToken)));
    }

    /// <summary>
    /// Leaves a placement with every silo, and with the log that outlives them; who can't be reached now does without.
    /// </summary>
    public Task RememberAsync(IGrainFactory grains, PlacementRecord record) =>
        Task.WhenAll(
            view.Members.Where(Serves)
                .Select(member => TellAsync(grains.GetGrain<ISiloGrain>(member.Name).RememberAsync(record), record))
                .Append(TellAsync(Log(grains).RememberAsync(record), record)));

    /// <summary>The newest placements that any silo or the log knows, oldest first.</summary>
    public async Task<IReadOnlyList<PlacementRecord>> RecallAsync(
        IGrainFactory grains, string? model, CancellationToken cancellationToken)
    {
        var stored = TryAsync(stop => Log(grains).PlacementsAsync(model).WaitAsync(stop), cancellationToken);
        return PlacementLog.Merge(
            [await RecallFromSilosAsync(grains, model, cancellationToken), await stored ?? []]);
    }

    /// <summary>The newest placements that any silo knows, oldest first.</summary>
    public async Task<IReadOnlyList<PlacementRecord>> RecallFromSilosAsync(
        IGrainFactory grains, string? model, CancellationToken cancellationToken)
    {
        var logs = await Task.WhenAll(
            view.Members.Where(Serves)
                .Select(member =>
                    TryAsync(
                        stop => grains.GetGrain<ISiloGrain>(member.Name).PlacementsAsync(model).WaitAsync(stop),
                        cancellationToken)));
        return PlacementLog.Merge(logs.OfType<IReadOnlyList<PlacementRecord>>());
    }

    /// <summary>What the silos say of a model's files, by their names; those that do not answer are left out.</summary>
    public async Task<IReadOnlyDictionary<string, WeightsAnswer>> FilesAsync(
        IGrainFactory grains, ModelArtifact artifact)
    {
        var answers = await Task.WhenAll(view.Members.Where(Serves).Select(async member => (
            member.Name,
            Answer: await TryAsync(
                stop => grains.GetGrain<IWeightsGrain>(member.Name).FindAsync(artifact).WaitAsync(stop),
                CancellationToken.None))));
        return answers
            .Where(one => one.Answer is not null)
            .DistinctBy(one => one.Name)
            .ToDictionary(one => one.Name, one => one.Answer!, StringComparer.Ordinal);
    }

    /// <summary>What was measured of a version of a model; null when nobody can say now.</summary>
    public Task<IReadOnlyList<MeasuredProfile>?> ProfilesAsync(IGrainFactory grains, string version) =>
        TryAsync<IReadOnlyList<MeasuredProfile>>(
            stop => grains.GetGrain<IMeasuredProfilesGrain>(MeasuredProfilesGrain.Key)
                .FindAsync(version)
                .WaitAsync(stop),
            CancellationToken.None);

    private static IPlacementLogGrain Log(IGrainFactory grains) =>
        grains.GetGrain<IPlacementLogGrain>(PlacementLogGrain.Key);

    private static bool Serves(ClusterMember member) => member.Role != "gateway" && member.State == MemberState.Active;

    private async Task<SiloReport> AskAsync(
        IGrainFactory grains,
        ClusterMember member,
        CancellationToken cancellationToken)
    {
        if (!Serves(member))
        {
            return new SiloReport(member, [], member.State != MemberState.Dead);
        }

        var devices = await TryAsync(
            stop => grains.GetGrain<ISiloGrain>(member.Name).DescribeAsync(stop).WaitAsync(stop), cancellationToken);
        return new SiloReport(member, devices ?? [], devices is not null);
    }

    /// <summary>
    /// A silo's answer; null from one that is going or gone, or takes too long: what it held is not there.
    /// </summary>
    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (TollamaException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task TellAsync(Task told, PlacementRecord record)
    {
        try
        {
            await told;
        }
        catch (TollamaException fault)
        {
            LogNotRemembered(record.Request.Model, fault.Message);
        }
    }

    [LoggerMessage(
        EventId = 5030,
        Level = LogLevel.Debug,
        Message = "Somebody does not remember the placement of {Model}: {Reason}")]
    private partial void LogNotRemembered(string model, string reason);
}
