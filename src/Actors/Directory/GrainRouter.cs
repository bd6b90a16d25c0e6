using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Membership;
using Tollama.Actors.Placement;
using Tollama.Core.Errors;

namespace Tollama.Actors.Directory;

/// <summary>Finds the silo of a grain: by what this process remembers, the directory, or placement.</summary>
internal sealed class GrainRouter(
    MembershipAgent members,
    IGrainDirectory directory,
    IGrainFinder finder,
    GrainTypeRegistry types,
    IEnumerable<IPlacementDirector> directors)
{
    private readonly Dictionary<Type, IPlacementDirector> _directors = directors.ToDictionary(director =>
        director.Strategy);

    public DirectoryCache Cache { get; } = new();

    /// <summary>The silo that has the grain, or is to have it; null while no silo at all takes activations.</summary>
    /// <exception cref="TollamaException">
    /// Unavailable: no silo will do, or the database is away and nobody has it.
    /// </exception>
    public async Task<SiloAddress?> LocateAsync(GrainId grainId, CancellationToken cancellationToken)
    {
        var view = members.View;
        if (Cache.Find(grainId) is { } remembered && view.IsAlive(remembered))
        {
            return remembered;
        }

        var found = await LookupAsync(grainId, view, cancellationToken) ?? Place(grainId, view);
        if (found is not null)
        {
            Cache.Put(grainId, found);
        }

        return found;
    }

    private async Task<SiloAddress?> LookupAsync(
        GrainId grainId,
        MembershipView view,
        CancellationToken cancellationToken)
    {
        try
        {
            return (await directory.LookupAsync(grainId, cancellationToken))?.SiloAddress;
        }
        catch (TableUnavailableException fault)
        {
            var silos = view.Members.Where(member => member.Role == SiloRole.Silo && !member.IsGone);
            var answers = await Task.WhenAll(silos.Select(async silo =>
                (silo.Address, HasIt: await finder.HasAsync(silo.Address, grainId, cancellationToken))));
            return answers.FirstOrDefault(answer => answer.HasIt).Address ?? throw new TollamaException(
                ErrorCode.Unavailable,
                $"{grainId} is not active anywhere and the cluster's database cannot be reached; retry later.",
                fault)
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }
    }

    private SiloAddress? Place(GrainId grainId, MembershipView view)
    {
        Member[] candidates = [.. view.Members.Where(member => member.TakesActivations)];
        if (candidates.Length == 0)
        {
            // who leaves last does not wait for somebody to come: what it still has to tell others is lost with them
            return view.Members.Any(member => member.Address == members.Self && member.Status == SiloStatus.Draining)
                ? throw new SiloUnavailableException($"No silo takes {grainId} over from this one, which is stopping.")
                : null;
        }

        var strategy = types.FindClass(grainId.Type).Placement;
        return _directors[strategy.GetType()].OnAddActivation(grainId, candidates)
            ?? throw new SiloUnavailableException($"The silo of {grainId} is not in the cluster.");
    }
}
