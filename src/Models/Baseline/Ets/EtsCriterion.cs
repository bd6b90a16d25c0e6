using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// L as a function of the free values in a box: α, u, v, φ, then the free initial states in units of the series' usual
/// change from one observation to the next (so that a step of one matters alike in all), with
/// γ = γ₀ + v(1−α−γ₀) and β = β₀ + u(B−β₀), B being the largest admissible β for that α, γ and φ. So 0 ≤ u, v ≤ 1
/// says β₀ ≤ β ≤ B ≤ α and γ₀ ≤ γ ≤ 1−α.
/// </summary>
internal sealed class EtsCriterion
{
    private const double LowestGrowth = 1e-6;
    private const double SmallestUnit = 1e-9;

    private readonly EtsForm _form;
    private readonly ReadOnlyMemory<double> _y;
    private readonly int _season;
    private readonly EtsPath _path;
    private readonly EtsPath _adjoint;
    private readonly double _unit;

    /// <summary>Prepares the criterion of a model on a series.</summary>
    public EtsCriterion(EtsForm form, ReadOnlyMemory<double> y, int season)
    {
        _form = form;
        _y = y;
        _season = form.HasSeason ? season : 1;
        _path = new EtsPath(y.Length, _season);
        _adjoint = new EtsPath(y.Length, _season);
        _unit = UsualChange(y.Span);
        Lower = Bounds(
            EtsWeights.Lowest,
            0.0,
            EtsWeights.LowestPhi,
            form.Trend == EtsComponent.Multiplicative ? LowestGrowth / _unit : double.NegativeInfinity,
            form.Season == EtsComponent.Multiplicative ? 0.0 : double.NegativeInfinity);
        Upper = Bounds(
            EtsWeights.Highest, 1.0, EtsWeights.HighestPhi, double.PositiveInfinity, double.PositiveInfinity);
    }

    /// <summary>Lower bounds of the free values.</summary>
    public double[] Lower { get; }

    /// <summary>Upper bounds of the free values.</summary>
    public double[] Upper { get; }

    /// <summary>Scratch for those who evaluate states of their own.</summary>
    public EtsPath Path => _path;

    /// <summary>The free values that stand for weights and states, moved into the box where they are outside.</summary>
    public double[] Pack(in EtsWeights weights, ReadOnlySpan<double> states)
    {
        var (alpha, beta, gamma, phi) = weights;
        double[] x = new double[Lower.Length];
        int next = 0;
        x[next++] = alpha;
        if (_form.HasTrend)
        {
            double room = EtsAdmissibility.Largest(_form, weights, _season).Value - EtsWeights.Lowest;
            x[next++] = room > 0.0 ? (beta - EtsWeights.Lowest) / room : 0.0;
        }

        if (_form.HasSeason)
        {
            double room = 1.0 - alpha - EtsWeights.Lowest;
            x[next++] = room > 0.0 ? (gamma - EtsWeights.Lowest) / room : 0.0;
        }

        if (_form.IsDamped)
        {
            x[next++] = phi;
        }

        TensorPrimitives.Divide(states[..(x.Length - next)], _unit, x.AsSpan(next));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Math.Clamp(x[i], Lower[i], Upper[i]);
        }

        return x;
    }

    /// <summary>The weights that free values stand for.</summary>
    public EtsWeights Weights(ReadOnlySpan<double> x) => Weights(x, out _);

    private EtsWeights Weights(ReadOnlySpan<double> x, out BetaLimit limit)
    {
        int next = 0;
        double alpha = x[next++];
        double share = _form.HasTrend ? x[next++] : 0.0;
        double gamma = _form.HasSeason ? EtsWeights.Lowest + x[next++] * (1.0 - alpha - EtsWeights.Lowest) : 0.0;
        var weights = new EtsWeights(alpha, 0.0, gamma, _form.IsDamped ? x[next] : 1.0);
        limit = default;
        if (!_form.HasTrend)
        {
            return weights;
        }

        limit = EtsAdmissibility.Largest(_form, weights, _season);
        return weights with { Beta = EtsWeights.Lowest + share * (limit.Value - EtsWeights.Lowest) };
    }

    /// <summary>All initial states that free values stand for, in the order of <see cref="EtsStartStates"/>.</summary>
    public double[] States(ReadOnlySpan<double> x)
    {
        var free = x[_form.WeightCount..];
        double[] states = new double[free.Length + (_form.HasSeason ? 1 : 0)];
        TensorPrimitives.Multiply(free, _unit, states);
        if (_form.HasSeason)
        {
            EtsStartStates.CloseSeason(_form.Season, states.AsSpan(states.Length - _season));
        }

        return states;
    }

    /// <summary>L and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var weights = Weights(x, out var limit);
        double[] states = States(x);
        if (_form.Season == EtsComponent.Multiplicative && states[^1] < 0.0)
        {
            return double.PositiveInfinity;
        }

        _path.Start(_form, states);
        double value = EtsFilter.Run(_form, weights, _y.Span, _path);
        if (!double.IsFinite(value))
        {
            return double.PositiveInfinity;
        }

        var bar = EtsGradient.Run(_form, weights, _y.Span, _path, _adjoint);
        GradientOfWeights(x, bar, limit, gradient);
        var byStates = gradient[_form.WeightCount..];
        GradientOfStates(byStates);
        TensorPrimitives.Multiply(byStates, _unit, byStates);
        foreach (double g in gradient)
        {
            if (!double.IsFinite(g))
            {
                return double.PositiveInfinity;
            }
        }

        return value;
    }

    private void GradientOfWeights(
        ReadOnlySpan<double> x, in EtsWeights bar, in BetaLimit limit, Span<double> gradient)
    {
        double limitBar = _form.HasTrend ? bar.Beta * x[1] : 0.0;
        double alphaBar = bar.Alpha + limitBar * limit.ByAlpha;
        int next = 1;
        if (_form.HasTrend)
        {
            gradient[next++] = bar.Beta * (limit.Value - EtsWeights.Lowest);
        }

        if (_form.HasSeason)
        {
            double gammaBar = bar.Gamma + limitBar * limit.ByGamma;
            alphaBar -= gammaBar * x[next];
            gradient[next++] = gammaBar * (1.0 - x[0] - EtsWeights.Lowest);
        }

        if (_form.IsDamped)
        {
            gradient[next] = bar.Phi + limitBar * limit.ByPhi;
        }

        gradient[0] = alphaBar;
    }

    private void GradientOfStates(Span<double> gradient)
    {
        gradient[0] = _adjoint.Level[0];
        int next = 1;
        if (_form.HasTrend)
        {
            gradient[next++] = _adjoint.Growth[0];
        }

        for (int j = 0; j < _season - 1 && _form.HasSeason; j++)
        {
            gradient[next + j] = _adjoint.Season[_season - 1 - j] - _adjoint.Season[0];
        }
    }

    /// <summary>Mean of |y_t − y_{t−1}|, relative to the mean of |y|.</summary>
    private static double UsualChange(ReadOnlySpan<double> y)
    {
        double change = 0.0;
        for (int t = 1; t < y.Length; t++)
        {
            change += Math.Abs(y[t] - y[t - 1]);
        }

        double size = TensorPrimitives.SumOfMagnitudes(y);
        return size > 0.0 ? Math.Clamp(change / size, SmallestUnit, 1.0) : 1.0;
    }

    private double[] Bounds(double alpha, double share, double phi, double growth, double seasonal)
    {
        double unbounded = share == 0.0 ? double.NegativeInfinity : double.PositiveInfinity;
        var bounds = new List<double> { alpha };
        bounds.AddRange(Enumerable.Repeat(share, (_form.HasTrend ? 1 : 0) + (_form.HasSeason ? 1 : 0)));
        if (_form.IsDamped)
        {
            bounds.Add(phi);
        }

        bounds.Add(unbounded);
        if (_form.HasTrend)
        {
            bounds.Add(growth);
        }

        bounds.AddRange(Enumerable.Repeat(seasonal, _form.HasSeason ? _season - 1 : 0));
        return [.. bounds];
    }
}
