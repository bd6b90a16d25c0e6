namespace Tollama.Core.Wire.Requests;

/// <summary>One change of a scenario (contract/http-api §16).</summary>
public sealed record ScenarioTransform
{
    /// <summary><c>multiply</c>, <c>add</c> or <c>replace</c>.</summary>
    public required string Operation { get; init; }

    /// <summary><c>target</c>, <c>past_covariates</c> or <c>future_covariates</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Name of the covariate; null for the target.</summary>
    public string? Key { get; init; }

    /// <summary>The number; null when a text replaces.</summary>
    public double? Number { get; init; }

    /// <summary>The text that replaces; null when a number was given.</summary>
    public string? Text { get; init; }

    /// <summary>The series it applies to; null for all.</summary>
    public string? SeriesId { get; init; }
}
