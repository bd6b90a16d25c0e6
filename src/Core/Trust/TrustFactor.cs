namespace Tollama.Core.Trust;

/// <summary>One factor of an agent: where its value stands in a payload and how it becomes a score.</summary>
/// <param name="Name">Name of the component.</param>
/// <param name="Weight">Weight among the factors.</param>
/// <param name="Fields">Names of the field in a payload, the preferred one first.</param>
internal sealed record TrustFactor(string Name, double Weight, params string[] Fields)
{
    /// <summary>Whether a high value speaks against the signal.</summary>
    public bool IsRisk { get; init; }

    /// <summary>
    /// Value at which nothing speaks for the signal any more; null where values lie between 0 and 1 anyway.
    /// </summary>
    public double? Ceiling { get; init; }

    /// <summary>Value where the payload has none.</summary>
    public double Default { get; init; } = 0.5;

    /// <summary>The score of a value, 0 to 1.</summary>
    public double Score(double value) => Ceiling is { } ceiling
        ? Math.Clamp(1 - (value / ceiling), 0, 1)
        : IsRisk ? 1 - value : value;
}
