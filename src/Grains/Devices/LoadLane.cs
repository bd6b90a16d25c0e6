using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>
/// The models that wait for a device: first who somebody waits for, then who has waited longest. The first has the lane
/// to itself: what its victims give back is its own, no other load can take it.
/// </summary>
internal sealed class LoadLane
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    public void Add(Entry entry)
    {
        int place = _entries.FindIndex(other => !other.IsCommitted && other.Request.Class > entry.Request.Class);
        _entries.Insert(place < 0 ? _entries.Count : place, entry);
    }

    public Entry? Find(string model) => _entries.Find(entry => entry.Request.Model == model);

    public bool Remove(string model) => _entries.RemoveAll(entry => entry.Request.Model == model) > 0;

    /// <summary>A model that waits.</summary>
    internal sealed class Entry(LoadWish request, long bytes, TimeSpan deadline)
    {
        public LoadWish Request { get; } = request;

        /// <summary>Bytes that it needs.</summary>
        public long Bytes { get; } = bytes;

        /// <summary>When it gives up.</summary>
        public TimeSpan Deadline { get; } = deadline;

        /// <summary>Whether copies already go for its sake: then it stays first.</summary>
        public bool IsCommitted { get; set; }
    }

}
