namespace Tollama.Core.Trust;

/// <summary>
/// Outcomes and judgements that outlive the process: <c>xai/calibration.json</c> and <c>xai/trust_history.json</c> of
/// the state folder. A file that cannot be read counts as empty, with a warning in the log.
/// </summary>
public interface ITrustStore
{
    /// <summary>Outcomes kept per agent; older ones are dropped.</summary>
    const int OutcomesPerAgent = 100;

    /// <summary>Judgements kept per domain; older ones are dropped.</summary>
    const int RecordsPerDomain = 500;

    /// <summary>Agents with outcomes, in the order in which they came.</summary>
    IReadOnlyList<string> Agents();

    /// <summary>Outcomes of an agent, the oldest first.</summary>
    IReadOnlyList<TrustOutcome> Outcomes(string agent);

    /// <summary>Adds an outcome and writes it down.</summary>
    /// <exception cref="Errors.TollamaException">StorageFailed.</exception>
    void Add(TrustOutcome outcome);

    /// <summary>Domains with judgements.</summary>
    IReadOnlyList<string> Domains();

    /// <summary>Judgements of a domain, the oldest first.</summary>
    IReadOnlyList<TrustRecord> Records(string domain);

    /// <summary>Adds judgements; they are written down at the latest when the process ends.</summary>
    /// <exception cref="Errors.TollamaException">StorageFailed.</exception>
    void Add(IReadOnlyList<TrustRecord> records);
}
