using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollama.Core.Configuration;
using Tollama.Grains.Devices;
using Tollama.Grains.Models;
using Tollama.Grains.Replicas;
using Tollama.Grains.Routing;

namespace Tollama.Silo;

/// <summary>What the settings file says of scheduling, as the grains take it.</summary>
internal static class SchedulingSettings
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Adds the rules.</summary>
    /// <exception cref="Core.Errors.TollamaException">Misconfigured: a value is out of its range.</exception>
    public static void Add(IServiceCollection services, SchedulerSettings given)
    {
        var settings = given.Checked();
        services.TryAddSingleton(Devices(settings));
        services.TryAddSingleton(Copies(settings));
        services.TryAddSingleton(Routing(settings));
        services.TryAddSingleton(Batching(settings));
    }

    /// <summary>The numbers of the device scheduler.</summary>
    public static SchedulingRules Devices(SchedulerSettings settings)
    {
        var usual = new SchedulingRules();
        return usual with
        {
            Spread = settings.Spread ?? usual.Spread,
            GpuOverhead = settings.GpuOverheadMib * Mebibyte ?? usual.GpuOverhead,
            HostMemoryLimit = settings.HostMemoryMib * Mebibyte ?? usual.HostMemoryLimit,
            WaitLimit = Seconds(settings.WaitSeconds) ?? usual.WaitLimit,
            LoadLimit = Seconds(settings.LoadSeconds) ?? usual.LoadLimit,
            WarmLimit = Seconds(settings.WarmSeconds) ?? usual.WarmLimit,
            DrainLimit = Seconds(settings.DrainSeconds) ?? usual.DrainLimit,
            FetchStall = Seconds(settings.FetchStallSeconds) ?? usual.FetchStall,
            LongestBackoff = Seconds(settings.BackoffSeconds) ?? usual.LongestBackoff,
            ChurnShare = settings.ChurnShare ?? usual.ChurnShare,
            ChurnAlarm = settings.ChurnAlarm ?? usual.ChurnAlarm,
            DemandMemory = Seconds(settings.DemandSeconds) ?? usual.DemandMemory,
            MostModels = settings.MaxLoadedModels,
            MostPinned = settings.MaxPinnedShare ?? usual.MostPinned,
        };
    }

    private static CopyRules Copies(SchedulerSettings settings)
    {
        var usual = new CopyRules();
        return usual with
        {
            MostCopies = settings.MaxCopies ?? usual.MostCopies,
            UpAbove = settings.CopiesUp ?? usual.UpAbove,
            Target = settings.CopiesTarget ?? usual.Target,
            DownBelow = settings.CopiesDown ?? usual.DownBelow,
        };
    }

    /// <summary>The numbers of the routing among copies.</summary>
    public static RoutingRules Routing(SchedulerSettings settings)
    {
        var usual = new RoutingRules();
        return usual with
        {
            AffinityFor = Seconds(settings.AffinitySeconds) ?? usual.AffinityFor,
            SlowFactor = settings.SlowFactor ?? usual.SlowFactor,
            Hedges = settings.Hedging ?? usual.Hedges,
            HedgeShare = settings.HedgeShare ?? usual.HedgeShare,
        };
    }

    private static BatchingOptions Batching(SchedulerSettings settings)
    {
        var usual = new BatchingOptions();
        return usual with
        {
            MaxQueue = settings.MaxQueue ?? usual.MaxQueue,
            MaxQueueOfAll = settings.MaxQueueTotal ?? usual.MaxQueueOfAll,
            MaxSeries = settings.MaxBatchSeries ?? usual.MaxSeries,
            RefusesLate = settings.RejectInfeasible ?? usual.RefusesLate,
        };
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
