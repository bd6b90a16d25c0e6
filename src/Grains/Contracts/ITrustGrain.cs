using Tollama.Core.Trust;

namespace Tollama.Grains.Contracts;

/// <summary>
/// What past trust judgements and their outcomes teach. Key: <c>trust</c>. Faults as <see cref="ITrustStore"/>.
/// </summary>
public interface ITrustGrain : IGrainWithStringKey
{
    /// <summary>How well an agent's scores foretold outcomes.</summary>
    [AlwaysInterleave]
    Task<Calibration> CalibrationAsync(string agent);

    /// <summary>The same of every agent that has outcomes.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<Calibration>> CalibrationsAsync();

    /// <summary>Adds an outcome; returns the agent's calibration with it.</summary>
    Task<Calibration> AddOutcomeAsync(TrustOutcome outcome);

    /// <summary>Adds judgements.</summary>
    Task AddRecordsAsync(IReadOnlyList<TrustRecord> records);

    /// <summary>Judgements of a domain, the oldest first.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<TrustRecord>> RecordsAsync(string domain);

    /// <summary>Domains with judgements.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<string>> DomainsAsync();
}
