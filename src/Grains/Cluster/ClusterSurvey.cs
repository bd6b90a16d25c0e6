using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Cluster;

/// <summary>Asks every silo what it holds: the devices are the truth of what is loaded, nobody else keeps a list.</summary>
internal sealed class ClusterSurvey(IClusterView view, TimeProvider time)
{
    /// <summary>A silo that does not answer within this is left out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The processes of the cluster with what they hold, sorted by name, the newest incarnation last.</summary>
    public async Task<IReadOnlyList<SiloReport>> TakeAsync(IGrainFactory grains, CancellationToken cancellationToken)
    {
        var members = view.Members
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.Incarnation);
        return await Task.WhenAll(members.Select(member => AskAsync(grains, member, cancellationToken)));
    }

    private async Task<SiloReport> AskAsync(IGrainFactory grains, ClusterMember member, CancellationToken cancellationToken)
    {
        if (member.Role == "gateway" || member.State != MemberState.Active)
        {
            return new SiloReport(member, [], member.State != MemberState.Dead);
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var devices = await grains.GetGrain<ISiloGrain>(member.Name).DescribeAsync(either.Token).WaitAsync(either.Token);
            return new SiloReport(member, devices, true);
        }
        catch (TollamaException)
        {
            return new SiloReport(member, [], false); // it is going or gone: what it held is not there any more
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SiloReport(member, [], false);
        }
    }
}
