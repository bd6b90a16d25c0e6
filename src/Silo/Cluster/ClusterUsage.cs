using Tollama.Core.Metering;
using Tollama.Core.Persistence;
using Tollama.Silo.Metering;

namespace Tollama.Silo.Cluster;

/// <summary>
/// The usage that all machines of a cluster share, kept in its database: a note for each caller, which remembers the
/// last batches, so that one that is given again adds nothing.
/// </summary>
internal sealed class ClusterUsage(ISharedNotes notes) : IUsageStore
{
    /// <summary>Each gateway has one batch under way at a time.</summary>
    private const int MostBatches = 32;

    /// <inheritdoc/>
    public async Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas)
    {
        foreach (var delta in deltas)
        {
            await notes.ChangeAsync<UsageNote>(
                NameOf(delta.KeyId), note => With(note, batch, delta), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async Task<UsageRow?> FindAsync(string keyId) =>
        await notes.ReadAsync<UsageNote>(NameOf(keyId), CancellationToken.None) is { } used
            ? new UsageRow(keyId, used.Requests, used.InferenceMs, used.Series, UsageDatabase.TimeText(used.At))
            : null;

    private static UsageNote With(UsageNote note, string batch, UsageDelta delta) =>
        note.Batches.Contains(batch, StringComparer.Ordinal)
            ? note
            : new UsageNote
            {
                Requests = note.Requests + delta.Requests,
                InferenceMs = note.InferenceMs + delta.InferenceMs,
                Series = note.Series + delta.Series,
                At = delta.At > note.At ? delta.At : note.At,
                Batches = [.. note.Batches.TakeLast(MostBatches - 1), batch],
            };

    private static string NameOf(string keyId) => $"usage/{keyId}";
}
