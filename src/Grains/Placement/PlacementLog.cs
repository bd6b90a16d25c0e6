using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>
/// The newest placements, bounded by their number and by what they hold: a record repeats every copy of every device
/// that it was decided from.
/// </summary>
/// <param name="mostEntries">Most devices and copies that all records repeat together.</param>
internal sealed class PlacementLog(int mostEntries = 50_000)
{
    private const int MostRecords = 256;

    private readonly Queue<PlacementRecord> _records = new();
    private int _entries;

    /// <summary>The records, oldest first.</summary>
    public IReadOnlyCollection<PlacementRecord> Records => _records;

    /// <summary>Adds the newest; the oldest make room for it.</summary>
    public void Add(PlacementRecord record)
    {
        _records.Enqueue(record);
        _entries += EntriesOf(record);
        while (_records.Count > MostRecords || (_entries > mostEntries && _records.Count > 1))
        {
            _entries -= EntriesOf(_records.Dequeue());
        }
    }

    /// <summary>The records of a model, or all, oldest first.</summary>
    public IReadOnlyList<PlacementRecord> Of(string? model) =>
        [.. _records.Where(record => model is null || record.Request.Model == model)];

    /// <summary>Takes up what another log knows, in the order of time.</summary>
    public void Merge(IReadOnlyList<PlacementRecord> others)
    {
        var all = Merge([[.. _records], others]);
        _records.Clear();
        _entries = 0;
        foreach (var record in all)
        {
            Add(record);
        }
    }

    /// <summary>What several silos know, each record once, oldest first.</summary>
    public static IReadOnlyList<PlacementRecord> Merge(IEnumerable<IReadOnlyList<PlacementRecord>> logs) =>
        [
            .. logs.SelectMany(log => log)
                .DistinctBy(record => record.Id)
                .OrderBy(record => record.At)
                .TakeLast(MostRecords),
        ];

    private static int EntriesOf(PlacementRecord record) => record.Devices.Sum(device => 1 + device.Replicas.Count);
}
