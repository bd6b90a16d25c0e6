namespace Tollama.Core.Interventions;

/// <summary>
/// What an intervention changed: observations after it against the forecast made from those before it (Brodersen et
/// al., "Inferring causal impact using Bayesian structural time-series models", Annals of Applied Statistics 2015, §1,
/// with any forecast as counterfactual). Contract/http-api §18.9.
/// </summary>
public sealed class InterventionEffect
{
    private const double Negligible = 1e-9;

    /// <summary>Compares.</summary>
    /// <param name="id">The series.</param>
    /// <param name="actual">Observations after the intervention, at least one.</param>
    /// <param name="counterfactual">The forecast of the same steps.</param>
    public InterventionEffect(string id, ReadOnlySpan<double> actual, ReadOnlySpan<double> counterfactual)
    {
        Id = id;
        Actual = actual.ToArray();
        Counterfactual = counterfactual.ToArray();
        Delta = [.. Actual.Zip(Counterfactual, (observed, expected) => observed - expected)];
        TotalDelta = Delta.Sum();
        MeanAbsoluteDelta = Delta.Average(Math.Abs);
        double mean = Actual.Average();
        AverageDeltaPercent = Math.Abs(mean) <= Negligible ? null : Delta.Average() / Math.Abs(mean) * 100;
    }

    /// <summary>The series.</summary>
    public string Id { get; }

    /// <summary>Observations after the intervention.</summary>
    public IReadOnlyList<double> Actual { get; }

    /// <summary>What was to be expected without it.</summary>
    public IReadOnlyList<double> Counterfactual { get; }

    /// <summary>Actual minus counterfactual.</summary>
    public IReadOnlyList<double> Delta { get; }

    /// <summary>Sum of the differences.</summary>
    public double TotalDelta { get; }

    /// <summary>Mean size of the differences.</summary>
    public double MeanAbsoluteDelta { get; }

    /// <summary>Mean difference in percent of the mean observation's size; null where that is zero.</summary>
    public double? AverageDeltaPercent { get; }

    /// <summary><c>above_counterfactual</c>, <c>below_counterfactual</c> or <c>neutral</c>.</summary>
    public string Direction => TotalDelta switch
    {
        > Negligible => "above_counterfactual",
        < -Negligible => "below_counterfactual",
        _ => "neutral",
    };
}
