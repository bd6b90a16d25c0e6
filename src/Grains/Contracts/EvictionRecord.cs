namespace Tollama.Grains.Contracts;

/// <summary>Why copies had to go.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Device">On which device, <c>silo/device</c>.</param>
/// <param name="ForModel">For whom.</param>
/// <param name="DeficitBytes">What was missing.</param>
/// <param name="Victims">Who went.</param>
/// <param name="Cost">What that costs, seconds of loading per second.</param>
/// <param name="Alternatives">Who could have gone as well.</param>
public sealed record EvictionRecord(
    DateTimeOffset At,
    string Device,
    string ForModel,
    long DeficitBytes,
    IReadOnlyList<string> Victims,
    double Cost,
    IReadOnlyList<string> Alternatives);
