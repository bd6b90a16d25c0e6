using System.Numerics.Tensors;
using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ces;

/// <summary>
/// Complex exponential smoothing of one series. The level is a complex number u + iw whose imaginary part carries what
/// the level does not explain; with e = y − μ and old values on the right,
/// <code>
/// u' = u − (1−α₁)w + (α₀−α₁)e        w' = u + (1−α₀)w + (α₀+α₁)e
/// </code>
/// at lag 1, or at lag m in form S, where μ = u. Form P adds s to μ, s' = s + β₀e at lag m; form F adds a complex
/// s + ir:
/// <code>
/// s' = s − (1−β₁)r + (β₀−β₁)e        r' = s + (1−β₀)r + (β₀+β₁)e
/// </code>
/// Initial states are found by backfitting: through the data, back from the states m steps past the end, and through it
/// again. Source: Svetunkov, Kourentzes, Ord, Complex exponential smoothing, Naval Research Logistics 69 (2022),
/// equations 12 to 14 and 24; backfitting as in statsforecast 2.1.1.
/// </summary>
internal sealed class CesFilter
{
    private const double ImaginaryShare = 1.1;
    private const int FirstLevelCount = 10;
    private const int Lanes = 8;

    private readonly CesVariant _variant;
    private readonly int _season;
    private readonly double[] _forward;
    private readonly double[] _backward;
    private readonly double[] _start;
    private readonly double[] _u;
    private readonly double[] _w;
    private readonly double[] _s;
    private readonly double[] _r;

    /// <summary>Prepares a series.</summary>
    /// <param name="variant">Which form.</param>
    /// <param name="y">Observations; at least 2m for the seasonal forms.</param>
    /// <param name="season">Season length m.</param>
    /// <param name="budget">Cancels the work.</param>
    public CesFilter(CesVariant variant, ReadOnlySpan<double> y, int season, FitBudget budget)
    {
        _variant = variant;
        _season = variant == CesVariant.N ? 1 : season;
        _forward = y.ToArray();
        _backward = y.ToArray();
        Array.Reverse(_backward);
        int rows = y.Length + 2 * _season;
        _u = new double[rows];
        _w = new double[rows];
        _s = new double[HasSeasonals ? rows : 0];
        _r = new double[variant == CesVariant.F ? rows : 0];
        _start = variant == CesVariant.S ? y[..season].ToArray() : new double[_season];
        if (variant != CesVariant.S)
        {
            int count = variant == CesVariant.N ? Math.Min(FirstLevelCount, y.Length) : season;
            Array.Fill(_start, Mean(y[..count]));
        }

        Figure = HasSeasonals ? ClassicalDecomposition.Figure(y, season, isMultiplicative: false, budget) : [];
    }

    /// <summary>Number of parameters: 2, and 1 or 2 for the season of P and F.</summary>
    public int Size => _variant switch
    {
        CesVariant.P => 3,
        CesVariant.F => 4,
        _ => 2,
    };

    private bool HasSeasonals => _variant is CesVariant.P or CesVariant.F;

    private double[] Figure { get; }

    /// <summary>Σe² of the third pass; not finite where the recursion runs away.</summary>
    /// <param name="x">α₀, α₁, β₀, β₁, as many as the form has.</param>
    public double SquaredErrors(ReadOnlySpan<double> x)
    {
        Start();
        Pass(x, _forward);
        Turn();
        Pass(x, _backward);
        Turn();
        return Pass(x, _forward);
    }

    /// <summary>
    /// Continues after <see cref="SquaredErrors"/> from the states behind the first observations.
    /// </summary>
    /// <param name="x">The parameters of that run.</param>
    /// <param name="n">Observations before the first step: all of them, or fewer.</param>
    /// <param name="horizon">Number of steps.</param>
    public CesContinuation After(double[] x, int n, int horizon)
    {
        int rows = _season + horizon;
        return new CesContinuation(
            _variant, _season, x, Tail(_u, n, rows), Tail(_w, n, rows), Tail(_s, n, rows), Tail(_r, n, rows));
    }

    private void Start()
    {
        for (int j = 0; j < _season; j++)
        {
            _u[j] = _start[j];
            _w[j] = _start[j] / ImaginaryShare;
            if (HasSeasonals)
            {
                _s[j] = Figure[j];
            }

            if (_variant == CesVariant.F)
            {
                _r[j] = Figure[j] / ImaginaryShare;
            }
        }
    }

    /// <summary>One run through the data and m steps past its end; returns Σe².</summary>
    private double Pass(ReadOnlySpan<double> x, double[] y) => _variant switch
    {
        CesVariant.N => LevelPass(x, y),
        CesVariant.S => SimplePass(x, y),
        _ => SeasonalPass(x, y),
    };

    /// <summary>Form N: one complex number at lag 1.</summary>
    private double LevelPass(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (uKept, uError, wKept, wError) = Weights(x[0], x[1]);
        double u = _u[0];
        double w = _w[0];
        double squares = 0.0;
        var us = _u.AsSpan(1);
        var ws = _w.AsSpan(1);
        for (int t = 0; t <= y.Length; t++)
        {
            double error = t < y.Length ? y[t] - u : 0.0;
            squares += error * error;
            (u, w) = (u - uKept * w + uError * error, u + wKept * w + wError * error);
            us[t] = u;
            ws[t] = w;
        }

        return squares;
    }

    /// <summary>Form S: m complex numbers in turn.</summary>
    private double SimplePass(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (uKept, uError, wKept, wError) = Weights(x[0], x[1]);
        double squares = 0.0;
        var nextU = _u.AsSpan(_season);
        var nextW = _w.AsSpan(_season);
        for (int t = 0; t < nextU.Length; t++)
        {
            double u = _u[t];
            double w = _w[t];
            double error = t < y.Length ? y[t] - u : 0.0;
            squares += error * error;
            nextU[t] = u - uKept * w + uError * error;
            nextW[t] = u + wKept * w + wError * error;
        }

        return squares;
    }

    /// <summary>Forms P and F: a complex number at lag 1, and m numbers, real or complex, in turn.</summary>
    private double SeasonalPass(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        bool isFull = _variant == CesVariant.F;
        var (uKept, uError, wKept, wError) = Weights(x[0], x[1]);
        var (sKept, sError, rKept, rError) = isFull ? Weights(x[2], x[3]) : (0.0, x[2], 0.0, 0.0);
        double u = _u[_season - 1];
        double w = _w[_season - 1];
        double squares = 0.0;
        var nextU = _u.AsSpan(_season);
        var nextW = _w.AsSpan(_season);
        var nextS = _s.AsSpan(_season);
        for (int t = 0; t < nextU.Length; t++)
        {
            double s = _s[t];
            double forecast = u + s;
            double value = forecast;
            if (t < y.Length)
            {
                value = y[t];
                squares += (value - forecast) * (value - forecast);
            }

            double error = value - u - s; // in this order: rounded in another than value − (u + s)
            (u, w) = (u - uKept * w + uError * error, u + wKept * w + wError * error);
            nextU[t] = u;
            nextW[t] = w;
            if (isFull)
            {
                double r = _r[t];
                nextS[t] = s - sKept * r + sError * error;
                _r[t + _season] = s + rKept * r + rError * error;
            }
            else
            {
                nextS[t] = s + sError * error;
            }
        }

        return squares;
    }

    /// <summary>1−b, a−b, 1−a and a+b: what a complex number keeps and takes of an error.</summary>
    private static (double Kept, double Error, double ImaginaryKept, double ImaginaryError) Weights(
        double a, double b) => (1.0 - b, a - b, 1.0 - a, a + b);

    /// <summary>Makes the last m states, in reverse, the first ones of the way back.</summary>
    private void Turn()
    {
        foreach (double[] states in (double[][])[_u, _w, _s, _r])
        {
            for (int j = 0; j < _season && states.Length > 0; j++)
            {
                states[j] = states[^(j + 1)];
            }
        }
    }

    /// <summary>
    /// The mean, added up as NumPy does: eight sums side by side, then in pairs, then what is left.
    /// </summary>
    private static double Mean(ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        int done = 0;
        if (y.Length >= Lanes)
        {
            Span<double> lanes = stackalloc double[Lanes];
            for (; done + Lanes <= y.Length; done += Lanes)
            {
                TensorPrimitives.Add(lanes, y.Slice(done, Lanes), lanes);
            }

            sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        }

        foreach (double value in y[done..])
        {
            sum += value;
        }

        return sum / y.Length;
    }

    private double[] Tail(double[] states, int count, int rows)
    {
        if (states.Length == 0)
        {
            return states;
        }

        double[] tail = new double[rows];
        states.AsSpan(count, _season).CopyTo(tail);
        return tail;
    }
}
