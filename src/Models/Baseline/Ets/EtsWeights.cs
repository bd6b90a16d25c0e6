namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Smoothing parameters in the book's convention: 0 &lt; β &lt; α, 0 &lt; γ &lt; 1−α. What a model lacks is 0 (φ: 1).
/// </summary>
/// <param name="Alpha">Weight α of the level.</param>
/// <param name="Beta">Weight β of the trend.</param>
/// <param name="Gamma">Weight γ of the season.</param>
/// <param name="Phi">Damping φ.</param>
internal readonly record struct EtsWeights(double Alpha, double Beta, double Gamma, double Phi)
{
    /// <summary>Lowest value of α, β and γ.</summary>
    public const double Lowest = 1e-4;

    /// <summary>Highest value of α.</summary>
    public const double Highest = 0.9999;

    /// <summary>Lowest value of φ.</summary>
    public const double LowestPhi = 0.8;

    /// <summary>Highest value of φ.</summary>
    public const double HighestPhi = 0.98;
}
