using System.Text.Json;

namespace Tollama.Core.Forecasting;

/// <summary>One series of a request (contract/http-api §2.1), already valid.</summary>
public sealed record SeriesInput
{
    /// <summary>No static covariates.</summary>
    public static readonly IReadOnlyDictionary<string, JsonElement> NoStatic = new Dictionary<string, JsonElement>();

    /// <summary>Caller's name of the series; need not be unique in a forecast.</summary>
    public required string Id { get; init; }

    /// <summary>Offset alias, or <c>auto</c> until §6 has resolved it.</summary>
    public string Freq { get; init; } = "auto";

    /// <summary>Time of each observation, as given.</summary>
    public required TimestampColumn Timestamps { get; init; }

    /// <summary>Observations, as long as <see cref="Timestamps"/>.</summary>
    public required NumberColumn Target { get; init; }

    /// <summary>What really happened over the horizon, for metrics; null when not given.</summary>
    public NumberColumn? Actuals { get; init; }

    /// <summary>Covariates over the history, as long as <see cref="Target"/>.</summary>
    public IReadOnlyList<Covariate> PastCovariates { get; init; } = [];

    /// <summary>Covariates over the horizon; each name also occurs in <see cref="PastCovariates"/>.</summary>
    public IReadOnlyList<Covariate> FutureCovariates { get; init; } = [];

    /// <summary>Static covariates, any JSON values by name; empty when not given.</summary>
    public IReadOnlyDictionary<string, JsonElement> StaticCovariates { get; init; } = NoStatic;
}
