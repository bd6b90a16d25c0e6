namespace Tollama.Core.Catalog;

/// <summary>Which covariates a model can use (storage-and-config §3).</summary>
public sealed record ModelCapabilities
{
    /// <summary>All flags false.</summary>
    public static readonly ModelCapabilities None = new();

    /// <summary>Numeric covariates known only in the past.</summary>
    public bool PastCovariatesNumeric { get; init; }

    /// <summary>Categorical covariates known only in the past.</summary>
    public bool PastCovariatesCategorical { get; init; }

    /// <summary>Numeric covariates known in the future.</summary>
    public bool FutureCovariatesNumeric { get; init; }

    /// <summary>Categorical covariates known in the future.</summary>
    public bool FutureCovariatesCategorical { get; init; }

    /// <summary>Static covariates.</summary>
    public bool StaticCovariates { get; init; }
}
