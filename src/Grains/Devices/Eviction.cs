namespace Tollama.Grains.Devices;

/// <summary>A decision to make room.</summary>
/// <param name="At">When.</param>
/// <param name="ForModel">For whom.</param>
/// <param name="Deficit">Bytes that were missing.</param>
/// <param name="Victims">Who goes.</param>
/// <param name="Candidates">Who was considered.</param>
internal sealed record Eviction(
    TimeSpan At,
    string ForModel,
    long Deficit,
    IReadOnlyList<EvictionCandidate> Victims,
    IReadOnlyList<EvictionCandidate> Candidates);
