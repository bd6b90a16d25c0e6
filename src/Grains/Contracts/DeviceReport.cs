namespace Tollama.Grains.Contracts;

/// <summary>One device as it is now.</summary>
/// <param name="Id"><c>cpu</c>, <c>cuda:0</c>, <c>sim:1</c>.</param>
/// <param name="Kind"><c>cpu</c>, <c>cuda</c>, <c>webgpu</c> or <c>sim</c>.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="Accounts">Its memory.</param>
/// <param name="CeilingBytes">Most that one copy could have.</param>
/// <param name="PinnableBytes">What of it may still be pinned.</param>
/// <param name="IsDegraded">Whether it is stuck: nothing new is put there.</param>
/// <param name="Churn">Share of the last minutes that went into loading.</param>
/// <param name="BulkWait">When work in bulk may make others go again: loading took too much of the time.</param>
/// <param name="Thrashing">That loading takes nearly all of the time, while it does.</param>
/// <param name="IsUnderPressure">
/// Whether other programs took much of its memory just now: no further copies come.
/// </param>
/// <param name="PressureEvents">How often they did.</param>
/// <param name="Replicas">Its copies, and the models that wait for it, sorted by name.</param>
/// <param name="Answering">Names of the models that have answered since they were loaded.</param>
/// <param name="Evictions">The newest decisions to make room, oldest first.</param>
public sealed record DeviceReport(
    string Id,
    string Kind,
    string Name,
    DeviceAccounts Accounts,
    long CeilingBytes,
    long PinnableBytes,
    bool IsDegraded,
    double Churn,
    TimeSpan BulkWait,
    ThrashingRecord? Thrashing,
    bool IsUnderPressure,
    int PressureEvents,
    IReadOnlyList<ReplicaSummary> Replicas,
    IReadOnlyList<string> Answering,
    IReadOnlyList<EvictionRecord> Evictions);
