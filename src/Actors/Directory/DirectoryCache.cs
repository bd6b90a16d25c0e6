using System.Collections.Concurrent;
using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Directory;

/// <summary>
/// What this process believes about where grains are. Wrong entries are corrected by wrong-silo answers.
/// </summary>
internal sealed class DirectoryCache
{
    /// <summary>Entries kept; when there are more the cache starts over.</summary>
    private const int Capacity = 100_000;

    private readonly ConcurrentDictionary<GrainId, SiloAddress> _entries = new();

    public SiloAddress? Find(GrainId grainId) => _entries.GetValueOrDefault(grainId);

    public void Put(GrainId grainId, SiloAddress silo)
    {
        if (_entries.Count >= Capacity)
        {
            _entries.Clear();
        }

        _entries[grainId] = silo;
    }

    /// <summary>Forgets an entry if it still names the given silo.</summary>
    public void Remove(GrainId grainId, SiloAddress silo) =>
        _entries.TryRemove(new KeyValuePair<GrainId, SiloAddress>(grainId, silo));

    public void Remove(GrainId grainId) => _entries.TryRemove(grainId, out _);
}
