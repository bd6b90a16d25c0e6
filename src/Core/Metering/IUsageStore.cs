namespace Tollama.Core.Metering;

/// <summary>Usage per caller, kept over restarts. Safe for concurrent use.</summary>
public interface IUsageStore
{
    /// <summary>Adds to what callers have used.</summary>
    /// <exception cref="Errors.TollamaException">
    /// Unavailable: the store cannot be read or written; nothing was added.
    /// </exception>
    void Add(IReadOnlyList<UsageDelta> deltas);

    /// <summary>What a caller has used; null when nothing.</summary>
    /// <exception cref="Errors.TollamaException">Unavailable: the store cannot be read.</exception>
    UsageRow? Find(string keyId);
}
