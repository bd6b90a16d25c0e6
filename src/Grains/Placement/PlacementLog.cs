using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>
/// The newest placements, bounded by their number and by what they hold: a record repeats every copy of every device
/// that it was decided from.
/// </summary>
internal sealed class PlacementLog
{
    private const int MostRecords = 256;
    private const int MostCopies = 50_000;

    private readonly Queue<PlacementRecord> _records = new();
    private int _copies;

    /// <summary>The records, oldest first.</summary>
    public IReadOnlyCollection<PlacementRecord> Records => _records;

    /// <summary>Adds the newest; the oldest make room for it.</summary>
    public void Add(PlacementRecord record)
    {
        _records.Enqueue(record);
        _copies += CopiesOf(record);
        while (_records.Count > MostRecords || (_copies > MostCopies && _records.Count > 1))
        {
            _copies -= CopiesOf(_records.Dequeue());
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

    private static int CopiesOf(PlacementRecord record) => record.Devices.Sum(device => device.Replicas.Count);
}
