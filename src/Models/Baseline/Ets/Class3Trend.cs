namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// One step of the moments of class 3 (Hyndman, Koehler, Ord, Snyder 2008, §6.4), for one season's block. With the
/// trend state x = (l, b): H₁ = [1 φ], F₁ = [[1,φ],[0,φ]], G₁ = (α,β)ᵀH₁; without trend b is 0 and drops out.
/// The block of the season that was just used (the newest afterwards) also takes the shock of its own update, γ.
/// </summary>
internal readonly struct Class3Trend
{
    private readonly double _phi;
    private readonly double _gamma;
    private readonly double _sigma2;
    private readonly Matrix2 _forward;
    private readonly Matrix2 _shock;

    /// <summary>Takes the parameters of a fitted model.</summary>
    public Class3Trend(EtsFit fit)
    {
        var (alpha, beta, gamma, phi) = fit.Weights;
        _phi = fit.Form.HasTrend ? phi : 0.0;
        _gamma = gamma;
        _sigma2 = fit.Sigma2;
        _forward = new Matrix2(1.0, _phi, 0.0, _phi);
        _shock = new Matrix2(alpha, alpha * _phi, beta, beta * _phi);
    }

    /// <summary>H₁·m: the observation's mean.</summary>
    public double Observe((double Level, double Growth) mean) => mean.Level + _phi * mean.Growth;

    /// <summary>H₁VH₁ᵀ: the variance of its mean.</summary>
    public double Observe(Symmetric2 v) => v.A + 2.0 * _phi * v.B + _phi * _phi * v.C;

    /// <summary>M ← F₁M (+ σ²γG₁M for the newest season).</summary>
    public (double Level, double Growth) Move((double Level, double Growth) mean, bool isNewest) =>
        (isNewest ? _forward + _sigma2 * _gamma * _shock : _forward).Times(mean);

    /// <summary>V ← FVFᵀ + σ²(FVGᵀ + GVFᵀ + K(V+vvᵀ)Kᵀ + σ²G(3V+2vvᵀ)Gᵀ), for one diagonal block.</summary>
    public Symmetric2 Move(Symmetric2 variance, (double Level, double Growth) mean, bool isNewest)
    {
        var square = Symmetric2.Square(mean);
        var cross = isNewest ? _shock + _gamma * _forward : _shock;
        var next = _forward.Sandwich(variance) + _sigma2 * cross.Sandwich(variance + square);
        if (!isNewest)
        {
            return next;
        }

        var both = _gamma * _shock;
        return next
            + _sigma2 * _forward.Cross(variance, both)
            + _sigma2 * _sigma2 * both.Sandwich(3.0 * variance + 2.0 * square);
    }
}
