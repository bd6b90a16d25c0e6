namespace Tollama.Core.Metering;

/// <summary>
/// Usage per caller, kept over restarts: on one machine in <c>usage.db</c> of the state folder, in a cluster in its
/// database. Safe for concurrent use.
/// </summary>
public interface IUsageStore
{
    /// <summary>Adds to what callers have used.</summary>
    /// <param name="batch">
    /// Name of these deltas: a cluster, where an answer may be lost with a silo, adds them once however often they
    /// are given.
    /// </param>
    /// <param name="deltas">At most one for each caller.</param>
    /// <exception cref="Errors.TollamaException">
    /// Unavailable: the store cannot be read or written; give the same batch again.
    /// </exception>
    Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas);

    /// <summary>What a caller has used; null when nothing.</summary>
    /// <exception cref="Errors.TollamaException">Unavailable: the store cannot be read.</exception>
    Task<UsageRow?> FindAsync(string keyId);
}
