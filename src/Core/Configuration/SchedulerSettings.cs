using Tollama.Core.Errors;

namespace Tollama.Core.Configuration;

/// <summary>
/// <c>scheduler.*</c> of the settings file: who is loaded where, and how long anything may take
/// (docs/design/scheduling.md). Read once at start; null keeps the default.
/// </summary>
public sealed record SchedulerSettings
{
    /// <summary>Forecasts of one key that may wait in a copy; default 512.</summary>
    public int? MaxQueue { get; init; }

    /// <summary>Forecasts of all keys that may wait in a copy, or for a load; default 4096.</summary>
    public int? MaxQueueTotal { get; init; }

    /// <summary>Series of one engine call; default 256.</summary>
    public int? MaxBatchSeries { get; init; }

    /// <summary>Most copies of a model; default one for each device.</summary>
    public int? MaxCopies { get; init; }

    /// <summary>Busy share of the copies above which another is added; default 0.8.</summary>
    public double? CopiesUp { get; init; }

    /// <summary>Busy share that a new number of copies aims at; default 0.6.</summary>
    public double? CopiesTarget { get; init; }

    /// <summary>Busy share below which a copy goes; default 0.5.</summary>
    public double? CopiesDown { get; init; }

    /// <summary>
    /// Whether copies go to the emptiest device instead of the one that they fill best; default false.
    /// </summary>
    public bool? Spread { get; init; }

    /// <summary>Memory kept for the engine on each GPU, MiB; default 512.</summary>
    public int? GpuOverheadMib { get; init; }

    /// <summary>Most main memory for models and loads, MiB; default all that the machine or container has.</summary>
    public int? HostMemoryMib { get; init; }

    /// <summary>How long a model may wait for room, seconds; default 60.</summary>
    public int? WaitSeconds { get; init; }

    /// <summary>How long a load may take, seconds; default 300, and five times what it usually takes.</summary>
    public int? LoadSeconds { get; init; }

    /// <summary>How long the first computation may take, seconds; default 60.</summary>
    public int? WarmSeconds { get; init; }

    /// <summary>
    /// How long a drained, removed or stopping copy waits for the forecasts in it, seconds; default 30.
    /// </summary>
    public int? DrainSeconds { get; init; }

    /// <summary>How long fetching files may bring nothing, seconds; default 30.</summary>
    public int? FetchStallSeconds { get; init; }

    /// <summary>Longest pause after loads that failed, seconds; default 900.</summary>
    public int? BackoffSeconds { get; init; }

    /// <summary>Share of time for loading above which work in bulk evicts nobody; default 0.5.</summary>
    public double? ChurnShare { get; init; }

    /// <summary>Most of a device that pinned copies may take; default 0.8.</summary>
    public double? MaxPinnedShare { get; init; }

    /// <summary>
    /// Whether a forecast that would not end in its time limit is refused before it runs; default true.
    /// </summary>
    public bool? RejectInfeasible { get; init; }

    /// <summary>How long a caller's forecasts stay with the copy that answered the last, seconds; default 60.</summary>
    public int? AffinitySeconds { get; init; }

    /// <summary>
    /// How many times longer than others' a copy's engine calls must take for it to get less; default 3.
    /// </summary>
    public int? SlowFactor { get; init; }

    /// <summary>
    /// Whether a forecast that takes long is computed by a second copy too, whose answer may be first; default false.
    /// </summary>
    public bool? Hedging { get; init; }

    /// <summary>Most of that extra work, as a share of all forecasts; default 0.05.</summary>
    public double? HedgeShare { get; init; }

    /// <summary>
    /// How long models stay loaded where a request does not say, as requests write it (<c>5m</c>); default until
    /// further notice.
    /// </summary>
    public string? KeepAlive { get; init; }

    /// <summary>Most models with weights on one device; default as many as its memory holds.</summary>
    public int? MaxLoadedModels { get; init; }

    /// <summary>How long arrivals are remembered when it is weighed who goes, seconds; default 300.</summary>
    public int? DemandSeconds { get; init; }

    /// <summary>Share of time for loading above which a device is said to thrash; default 0.8.</summary>
    public double? ChurnAlarm { get; init; }

    /// <summary>The settings in effect: those of the environment, of the file.</summary>
    /// <param name="file">The settings file; null where it cannot be used.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="TollamaException">Misconfigured: a value that cannot be used.</exception>
    public static SchedulerSettings Resolve(TollamaConfig? file, ProcessEnvironment environment) =>
        SchedulerVariables.Apply(file?.Scheduler ?? new SchedulerSettings(), environment).Checked();

    /// <summary>The same settings, if each is in its range.</summary>
    /// <exception cref="TollamaException">Misconfigured: names the key, its value, and what it must be.</exception>
    public SchedulerSettings Checked()
    {
        (string Key, double? Value)[] counts =
        [
            ("max_queue", MaxQueue), ("max_queue_total", MaxQueueTotal), ("max_batch_series", MaxBatchSeries),
            ("max_copies", MaxCopies), ("max_loaded_models", MaxLoadedModels), ("demand_seconds", DemandSeconds),
            ("gpu_overhead_mib", GpuOverheadMib), ("host_memory_mib", HostMemoryMib),
            ("wait_seconds", WaitSeconds), ("load_seconds", LoadSeconds), ("warm_seconds", WarmSeconds),
            ("drain_seconds", DrainSeconds),
            ("fetch_stall_seconds", FetchStallSeconds), ("backoff_seconds", BackoffSeconds),
            ("affinity_seconds", AffinitySeconds),
        ];
        (string Key, double? Value)[] shares =
        [
            ("copies_up", CopiesUp),
            ("copies_target", CopiesTarget),
            ("copies_down", CopiesDown),
            ("churn_share", ChurnShare),
            ("max_pinned_share", MaxPinnedShare),
            ("churn_alarm", ChurnAlarm),
            ("hedge_share", HedgeShare),
        ];
        Require(counts, value => value >= 1, "a whole number above zero");
        Require(shares, value => value is > 0 and <= 1, "above 0 and at most 1");
        Require([("slow_factor", SlowFactor)], value => value >= 2, "a whole number above one");
        CheckKeepAlive();
        double up = CopiesUp ?? 0.8;
        return (CopiesDown ?? 0.5) < up && (CopiesTarget ?? 0.6) <= up
            ? this
            : throw new TollamaException(
                ErrorCode.Misconfigured,
                $"scheduler.copies_down must be below scheduler.copies_up ({up}), and copies_target not above it: "
                + "copies would come and go without end.");
    }

    private void CheckKeepAlive()
    {
        try
        {
            _ = KeepAlive is { } text ? new Forecasting.KeepAlive(text, null).Resolve() : null;
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.InvalidRequest)
        {
            throw new TollamaException(
                ErrorCode.Misconfigured,
                $"scheduler.keep_alive is '{KeepAlive}'; it must be seconds, or a number with s, m, h or d.",
                fault);
        }
    }

    private static void Require((string Key, double? Value)[] settings, Func<double, bool> isGood, string expected)
    {
        foreach (var (key, value) in settings)
        {
            if (value is { } given && !isGood(given))
            {
                throw new TollamaException(
                    ErrorCode.Misconfigured,
                    $"scheduler.{key} is {given}; it must be {expected}.");
            }
        }
    }
}
