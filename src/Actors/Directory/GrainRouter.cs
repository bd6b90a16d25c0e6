using System.Collections.Concurrent;
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

    private readonly ConcurrentDictionary<GrainId, Lazy<Task<SiloAddress?>>> _looks = new();

    public DirectoryCache Cache { get; } = new();

    /// <summary>The silo that has the grain, or is to have it; null while no silo at all takes activations.</summary>
    /// <exception cref="TollamaException">
    /// Unavailable: no silo will do, or the database is away and nobody has it.
    /// </exception>
    public async Task<SiloAddress?> LocateAsync(GrainId grainId, CancellationToken cancellationToken)
    {
        if (Cache.Find(grainId) is { } remembered && members.View.IsAlive(remembered))
        {
            return remembered;
        }

        // A lost silo sends everybody whom it served here at once: one looks for all.
        var look = _looks.GetOrAdd(
            grainId, static (grain, router) => new Lazy<Task<SiloAddress?>>(() => router.BeginLook(grain)), this);
        return await look.Value.WaitAsync(cancellationToken);
    }

    private Task<SiloAddress?> BeginLook(GrainId grainId)
    {
        using (ExecutionContext.SuppressFlow()) // the deadline of one caller is not that of all
        {
            return Task.Run(() => LookAsync(grainId));
        }
    }

    private async Task<SiloAddress?> LookAsync(GrainId grainId)
    {
        try
        {
            var view = members.View;
            var found = await LookupAsync(grainId, view) ?? Place(grainId, view);
            if (found is not null)
            {
                Cache.Put(grainId, found);
            }

            return found;
        }
        finally
        {
            _looks.TryRemove(grainId, out _);
        }
    }

    private async Task<SiloAddress?> LookupAsync(GrainId grainId, MembershipView view)
    {
        try
        {
            return (await directory.LookupAsync(grainId, CancellationToken.None))?.SiloAddress;
        }
        catch (TableUnavailableException fault)
        {
            var silos = view.Members.Where(member => member.Role == SiloRole.Silo && !member.IsGone);
            var answers = await Task.WhenAll(silos.Select(async silo =>
                (silo.Address, HasIt: await finder.HasAsync(silo.Address, grainId, CancellationToken.None))));
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
