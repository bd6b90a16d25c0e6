namespace Tollama.Core.Trust;

/// <summary>
/// Outcomes and judgements that outlive the process: on one machine <c>xai/calibration.json</c> and
/// <c>xai/trust_history.json</c> of the state folder, where a file that cannot be read counts as empty, with a warning
/// in the log; in a cluster its database. For one grain, as <see cref="Catalog.IModelCatalog"/> is.
/// </summary>
/// <remarks>Every member may throw Unavailable: what is kept cannot be reached.</remarks>
public interface ITrustStore
{
    /// <summary>Outcomes kept per agent; older ones are dropped.</summary>
    const int OutcomesPerAgent = 100;

    /// <summary>Judgements kept per domain; older ones are dropped.</summary>
    const int RecordsPerDomain = 500;

    /// <summary>Agents with outcomes, in the order in which they came.</summary>
    Task<IReadOnlyList<string>> AgentsAsync();

    /// <summary>Outcomes of an agent, the oldest first.</summary>
    Task<IReadOnlyList<TrustOutcome>> OutcomesAsync(string agent);

    /// <summary>Adds an outcome and writes it down.</summary>
    /// <exception cref="Errors.TollamaException">StorageFailed.</exception>
    Task AddAsync(TrustOutcome outcome);

    /// <summary>Domains with judgements, by name.</summary>
    Task<IReadOnlyList<string>> DomainsAsync();

    /// <summary>Judgements of a domain, the oldest first.</summary>
    Task<IReadOnlyList<TrustRecord>> RecordsAsync(string domain);

    /// <summary>
    /// Adds judgements; they are written down at the latest when the process ends, or the database is back.
    /// </summary>
    /// <exception cref="Errors.TollamaException">StorageFailed.</exception>
    Task AddAsync(IReadOnlyList<TrustRecord> records);
}
