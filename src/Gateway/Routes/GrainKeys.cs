namespace Tollama.Gateway.Routes;

/// <summary>Keys of the grains that exist once.</summary>
internal static class GrainKeys
{
    /// <summary>Key of <see cref="Grains.Contracts.ICatalogGrain"/>.</summary>
    public const string Catalog = "catalog";

    /// <summary>Key of <see cref="Grains.Contracts.ILoadedModelsGrain"/>.</summary>
    public const string Loaded = "loaded";

    /// <summary>Key of <see cref="Grains.Contracts.IProfileGrain"/>.</summary>
    public const string Profiles = "profiles";

    /// <summary>Key of <see cref="Grains.Contracts.ITrustGrain"/>.</summary>
    public const string Trust = "trust";

    /// <summary>Key of <see cref="Grains.Contracts.IClusterGrain"/>.</summary>
    public const string Cluster = "cluster";

    /// <summary>Key of <see cref="Grains.Contracts.IPinsGrain"/>.</summary>
    public const string Pins = "pins";

    /// <summary>Key of <see cref="Grains.Contracts.IAgentTasksGrain"/>.</summary>
    public const string Tasks = "tasks";

    /// <summary>Key of <see cref="Grains.Contracts.IAlertsGrain"/>.</summary>
    public const string Alerts = "alerts";

    /// <summary>Key of <see cref="Grains.Contracts.IUsageGrain"/>.</summary>
    public const string Usage = "usage";
}
