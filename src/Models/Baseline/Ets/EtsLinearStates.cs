using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// The initial states that fit best for given smoothing parameters, where states are affine in them (concentrating them
/// out of the likelihood): errors are e = e₀ − D·x₀, D being the one-step forecasts of unit states on zero data, and
/// least squares gives x₀. Source: Hyndman, Koehler, Ord, Snyder (2008), §5.1 and exercise 5.1.
/// </summary>
internal sealed class EtsLinearStates
{
    // Keeps the normal equations solvable where a state leaves no trace; far below what a start of a search needs.
    private const double Ridge = 1e-12;

    private readonly EtsForm _form;
    private readonly int _season;
    private readonly int _free;
    private readonly double[] _rows;
    private readonly double[] _mean;
    private readonly double[] _normal;
    private readonly double[] _right;

    /// <summary>Prepares buffers for a model with additive trend and season, or none of them.</summary>
    public EtsLinearStates(EtsForm form, int season)
    {
        _form = form;
        _season = form.HasSeason ? season : 0;
        _free = 1 + (form.HasTrend ? 1 : 0) + Math.Max(0, _season - 1);
        _rows = new double[(2 + _season) * _free];
        _mean = new double[_free];
        _normal = new double[_free * _free];
        _right = new double[_free];
    }

    /// <summary>The best initial states, in the order of <see cref="EtsStartStates"/>.</summary>
    /// <param name="weights">Smoothing parameters.</param>
    /// <param name="y">Observations.</param>
    /// <param name="path">Scratch.</param>
    public double[] Solve(in EtsWeights weights, ReadOnlySpan<double> y, EtsPath path)
    {
        path.Level[0] = 0.0;
        path.Growth[0] = 0.0;
        path.Season.AsSpan(0, path.Period).Clear();
        EtsFilter.Run(_form with { Error = EtsComponent.Additive }, weights, y, path);
        Accumulate(weights, path.Errors);

        double largest = 0.0;
        for (int i = 0; i < _free; i++)
        {
            largest = Math.Max(largest, _normal[i * _free + i]);
        }

        var matrix = DenseMatrix.Create(
            _free, _free, (i, j) => _normal[i * _free + j] + (i == j ? Ridge * largest : 0.0));
        var solution = matrix.LU().Solve(DenseVector.OfArray(_right));
        double[] states = new double[_free + (_season > 0 ? 1 : 0)];
        for (int i = 0; i < _free; i++)
        {
            states[i] = solution[i];
        }

        if (_season > 0)
        {
            EtsStartStates.CloseSeason(EtsComponent.Additive, states.AsSpan(states.Length - _season));
        }

        return states;
    }

    /// <summary>DᵀD and Dᵀe₀, with the rows of D from the recursion l' = l+φb−αμ, b' = φb−βμ, s' = s−γμ.</summary>
    private void Accumulate(in EtsWeights weights, ReadOnlySpan<double> errors)
    {
        var level = _rows.AsSpan(0, _free);
        var growth = _rows.AsSpan(_free, _free);
        StartRows();
        Array.Clear(_normal);
        Array.Clear(_right);
        for (int t = 0; t < errors.Length; t++)
        {
            TensorPrimitives.MultiplyAdd(growth, weights.Phi, level, level);
            TensorPrimitives.Multiply(growth, weights.Phi, growth);
            level.CopyTo(_mean);
            if (_season > 0)
            {
                var seasonal = _rows.AsSpan((2 + t % _season) * _free, _free);
                TensorPrimitives.Add(_mean, seasonal, _mean);
                TensorPrimitives.MultiplyAdd(_mean, -weights.Gamma, seasonal, seasonal);
            }

            TensorPrimitives.MultiplyAdd(_mean, -weights.Alpha, level, level);
            TensorPrimitives.MultiplyAdd(_mean, -weights.Beta, growth, growth);
            TensorPrimitives.MultiplyAdd(_mean, errors[t], _right, _right);
            for (int i = 0; i < _free; i++)
            {
                var row = _normal.AsSpan(i * _free, _free);
                TensorPrimitives.MultiplyAdd(_mean, _mean[i], row, row);
            }
        }
    }

    /// <summary>
    /// Unit states: row 0 level, row 1 growth, then the seasonals, oldest first; the oldest is minus the sum.
    /// </summary>
    private void StartRows()
    {
        Array.Clear(_rows);
        _rows[0] = 1.0;
        int next = 1;
        if (_form.HasTrend)
        {
            _rows[_free + next++] = 1.0;
        }

        for (int j = 0; j < _season - 1; j++)
        {
            _rows[(2 + _season - 1 - j) * _free + next + j] = 1.0;
            _rows[2 * _free + next + j] = -1.0;
        }
    }
}
