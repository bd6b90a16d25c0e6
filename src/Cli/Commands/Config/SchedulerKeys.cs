using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Config;

/// <summary>The keys of <c>scheduler.*</c>; a daemon reads them when it starts.</summary>
internal static class SchedulerKeys
{
    /// <summary>Every key, in the order in which they are listed.</summary>
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Count("max_queue", "Forecasts of one key that may wait in a copy (512)",
            of => of.MaxQueue, (of, value) => of with { MaxQueue = value }),
        Count("max_queue_total", "Forecasts of all keys that may wait in a copy, or for a load (4096)",
            of => of.MaxQueueTotal, (of, value) => of with { MaxQueueTotal = value }),
        Count("max_batch_series", "Series of one engine call (256)",
            of => of.MaxBatchSeries, (of, value) => of with { MaxBatchSeries = value }),
        Count("max_copies", "Most copies of a model (one for each device)",
            of => of.MaxCopies, (of, value) => of with { MaxCopies = value }),
        Share("copies_up", "Busy share above which a copy is added (0.8)",
            of => of.CopiesUp, (of, value) => of with { CopiesUp = value }),
        Share("copies_target", "Busy share that a new number of copies aims at (0.6)",
            of => of.CopiesTarget, (of, value) => of with { CopiesTarget = value }),
        Share("copies_down", "Busy share below which a copy goes (0.5)",
            of => of.CopiesDown, (of, value) => of with { CopiesDown = value }),
        Flag(
            "spread",
            "Put copies on the emptiest device, not where they fit best (false)",
            of => of.Spread,
            (of, value) => of with { Spread = value }),
        Count(
            "gpu_overhead_mib",
            "Memory kept for the engine on each GPU, MiB (512)",
            of => of.GpuOverheadMib,
            (of, value) => of with { GpuOverheadMib = value }),
        Count(
            "host_memory_mib",
            "Most main memory for models and loads, MiB (all there is)",
            of => of.HostMemoryMib,
            (of, value) => of with { HostMemoryMib = value }),
        Count(
            "wait_seconds",
            "How long a model may wait for room (60)",
            of => of.WaitSeconds,
            (of, value) => of with { WaitSeconds = value }),
        Count(
            "load_seconds",
            "How long a load may take (300)",
            of => of.LoadSeconds,
            (of, value) => of with { LoadSeconds = value }),
        Count(
            "warm_seconds",
            "How long the first computation may take (60)",
            of => of.WarmSeconds,
            (of, value) => of with { WarmSeconds = value }),
        Count(
            "drain_seconds",
            "How long a copy that is told to go waits for its forecasts (30)",
            of => of.DrainSeconds,
            (of, value) => of with { DrainSeconds = value }),
        Count(
            "fetch_stall_seconds",
            "How long fetching files may bring nothing (30)",
            of => of.FetchStallSeconds,
            (of, value) => of with { FetchStallSeconds = value }),
        Count(
            "backoff_seconds",
            "Longest pause after loads that failed (900)",
            of => of.BackoffSeconds,
            (of, value) => of with { BackoffSeconds = value }),
        Share(
            "churn_share",
            "Share of time for loading above which work in bulk evicts nobody (0.5)",
            of => of.ChurnShare,
            (of, value) => of with { ChurnShare = value }),
        new(
            "scheduler.keep_alive",
            "How long models stay loaded where a request does not say (until further notice)",
            ConfigValueKind.Text,
            config => config.Scheduler?.KeepAlive,
            (config, value) => With(config, of => of with { KeepAlive = (string?)value })),
        Count(
            "max_loaded_models",
            "Most models with weights on one device (as many as fit)",
            of => of.MaxLoadedModels,
            (of, value) => of with { MaxLoadedModels = value }),
        Count(
            "demand_seconds",
            "How long arrivals are remembered when it is weighed who goes (300)",
            of => of.DemandSeconds,
            (of, value) => of with { DemandSeconds = value }),
        Share(
            "churn_alarm",
            "Share of time for loading above which a device is said to thrash (0.8)",
            of => of.ChurnAlarm,
            (of, value) => of with { ChurnAlarm = value }),
        Share(
            "max_pinned_share",
            "Most of a device that pinned copies may take (0.8)",
            of => of.MaxPinnedShare,
            (of, value) => of with { MaxPinnedShare = value }),
        Flag(
            "reject_infeasible",
            "Refuse a forecast that would not end in its time limit before it runs (true)",
            of => of.RejectInfeasible,
            (of, value) => of with { RejectInfeasible = value }),
        Count(
            "affinity_seconds",
            "How long a caller's forecasts stay with the copy that answered the last (60)",
            of => of.AffinitySeconds,
            (of, value) => of with { AffinitySeconds = value }),
        Count(
            "slow_factor",
            "How many times longer than others' a copy's engine calls must take for it to get less (3)",
            of => of.SlowFactor,
            (of, value) => of with { SlowFactor = value }),
        Flag(
            "hedging",
            "Have a second copy compute what takes long too (false)",
            of => of.Hedging,
            (of, value) => of with { Hedging = value }),
        Share(
            "hedge_share",
            "Most of that extra work, as a share of all forecasts (0.05)",
            of => of.HedgeShare,
            (of, value) => of with { HedgeShare = value }),
    ];

    private static ConfigKey Count(
        string name,
        string meaning,
        Func<SchedulerSettings, int?> get,
        Func<SchedulerSettings, int?, SchedulerSettings> set) =>
        new(
            $"scheduler.{name}", meaning, ConfigValueKind.Count,
            config => config.Scheduler is { } of ? get(of) : null,
            (config, value) => With(config, of => set(of, (int?)value)));

    private static ConfigKey Share(
        string name,
        string meaning,
        Func<SchedulerSettings, double?> get,
        Func<SchedulerSettings, double?, SchedulerSettings> set) =>
        new(
            $"scheduler.{name}", meaning, ConfigValueKind.Share,
            config => config.Scheduler is { } of ? get(of) : null,
            (config, value) => With(config, of => set(of, (double?)value)));

    private static ConfigKey Flag(
        string name,
        string meaning,
        Func<SchedulerSettings, bool?> get,
        Func<SchedulerSettings, bool?, SchedulerSettings> set) =>
        new(
            $"scheduler.{name}", meaning, ConfigValueKind.Flag,
            config => config.Scheduler is { } of ? get(of) : null,
            (config, value) => With(config, of => set(of, (bool?)value)));

    private static TollamaConfig With(TollamaConfig config, Func<SchedulerSettings, SchedulerSettings> change)
    {
        var changed = change(config.Scheduler ?? new SchedulerSettings()).Checked();
        return config with { Scheduler = changed == new SchedulerSettings() ? null : changed };
    }
}
