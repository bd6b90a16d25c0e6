using Tollama.Core.Errors;

namespace Tollama.Core.Reconciliation;

/// <summary>
/// Makes forecasts of a hierarchy add up (contract/http-api §18.10; Hyndman and Athanasopoulos, "Forecasting:
/// Principles and Practice", ch. 11). Pure.
/// </summary>
public sealed class Reconciler
{
    /// <summary>The methods.</summary>
    public static readonly IReadOnlyList<string> Methods = ["bottom_up", "top_down", "ols", "mint_shrink"];

    /// <summary>Most series that methods with matrices take.</summary>
    public const int MostSeries = 1000;

    private readonly Hierarchy _hierarchy;
    private readonly IReadOnlyDictionary<string, double[]> _forecasts;

    /// <summary>A reconciliation.</summary>
    /// <param name="hierarchy">What adds up to what.</param>
    /// <param name="forecasts">Forecasts by series; series outside the hierarchy are ignored.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: no series of the hierarchy is forecast, or horizons differ.
    /// </exception>
    public Reconciler(Hierarchy hierarchy, IReadOnlyDictionary<string, double[]> forecasts)
    {
        (_hierarchy, _forecasts) = (hierarchy, forecasts);
        string first = hierarchy.Ids.FirstOrDefault(forecasts.ContainsKey)
            ?? throw Unfit("None of the hierarchy's series has a forecast.");
        string? other = hierarchy.Ids.FirstOrDefault(id =>
            forecasts.TryGetValue(id, out double[]? row) && row.Length != forecasts[first].Length);
        if (other is not null)
        {
            throw Unfit($"Series '{other}' has {forecasts[other].Length} steps, '{first}' {forecasts[first].Length}; "
                + "all need the same horizon.");
        }
    }

    /// <summary>Forecasts that add up, in the order of the hierarchy.</summary>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="proportions">Share of each leaf, for <c>top_down</c>; null to estimate them.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: a forecast or share is missing, or the method is none.
    /// </exception>
    public double[][] Run(string method, IReadOnlyDictionary<string, double>? proportions) => method switch
    {
        "bottom_up" => _hierarchy.Aggregate(Leaves()),
        "top_down" => TopDown(proportions),
        "ols" => Project(isWeighted: false),
        "mint_shrink" => Project(isWeighted: true),
        _ => throw Unfit($"Method '{method}' is not one of {string.Join(", ", Methods)}."),
    };

    /// <summary>The leaves' forecasts.</summary>
    private double[][] Leaves()
    {
        string[] missing = [.. _hierarchy.Leaves.Where(id => !_forecasts.ContainsKey(id))];
        return missing.Length == 0
            ? [.. _hierarchy.Leaves.Select(id => _forecasts[id])]
            : throw Unfit(
                $"The forecast lacks series {string.Join(", ", missing.Select(id => $"'{id}'"))}, leaves of the hierarchy."
            );
    }

    /// <summary>Splits the forecast of each root among its leaves.</summary>
    private double[][] TopDown(IReadOnlyDictionary<string, double>? proportions)
    {
        proportions ??= Estimate();
        string? without = _hierarchy.Leaves.FirstOrDefault(id => !proportions.ContainsKey(id));
        if (without is not null)
        {
            throw Unfit($"proportions lack leaf '{without}'; give the share of every leaf, or none.");
        }

        int steps = _forecasts[_hierarchy.Ids.First(_forecasts.ContainsKey)].Length;
        var rows = _hierarchy.Leaves.ToDictionary(id => id, _ => new double[steps], StringComparer.Ordinal);
        foreach (string root in _hierarchy.Roots)
        {
            if (!_forecasts.TryGetValue(root, out double[]? total))
            {
                throw Unfit($"The forecast lacks series '{root}', which top_down starts from.");
            }

            foreach (string leaf in LeavesBelow(root))
            {
                for (int t = 0; t < steps; t++)
                {
                    rows[leaf][t] = total[t] * proportions[leaf];
                }
            }
        }

        return _hierarchy.Aggregate([.. _hierarchy.Leaves.Select(id => rows[id])]);
    }

    /// <summary>
    /// Mean of a leaf over the mean of its parent; they need not add up to 1 (as the contract has it).
    /// </summary>
    private Dictionary<string, double> Estimate()
    {
        Leaves();
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string parent in _hierarchy.Ids)
        {
            string[] leaves = [.. _hierarchy.Children(parent).Where(id => _hierarchy.Children(id).Count == 0)];
            double mean = _forecasts.TryGetValue(parent, out double[]? row) ? row.Average() : 0;
            foreach (string leaf in leaves)
            {
                shares[leaf] = Math.Abs(mean) < 1e-12 ? 1.0 / leaves.Length : _forecasts[leaf].Average() / mean;
            }
        }

        return shares;
    }

    private HashSet<string> LeavesBelow(string root)
    {
        var leaves = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { root };
        var queue = new Queue<string>([root]);
        while (queue.TryDequeue(out string? id))
        {
            if (_hierarchy.Children(id).Count == 0)
            {
                leaves.Add(id);
            }

            foreach (string child in _hierarchy.Children(id).Where(seen.Add))
            {
                queue.Enqueue(child);
            }
        }

        return leaves;
    }

    /// <summary>
    /// The coherent forecasts nearest to the given ones: generalized least squares with the summing matrix S,
    /// S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ. W is the identity (Hyndman et al. 2011), or the covariance of the incoherence
    /// (Wickramasuriya, Athanasopoulos and Hyndman, "Optimal Forecast Reconciliation … Through Trace Minimization",
    /// JASA 2019), for which one step is too little. Series without forecast have no row.
    /// </summary>
    private double[][] Project(bool isWeighted)
    {
        if (_hierarchy.Ids.Count > MostSeries)
        {
            throw Unfit(
                $"The hierarchy has {_hierarchy.Ids.Count} series; this method takes at most {MostSeries}. Use "
                    + "bottom_up."
            );
        }

        var leaves = Leaves();
        int[] given =
        [
            .. Enumerable.Range(0, _hierarchy.Ids.Count).Where(i => _forecasts.ContainsKey(_hierarchy.Ids[i])),
        ];
        double[][] forecasts = [.. given.Select(i => _forecasts[_hierarchy.Ids[i]])];
        var summing = _hierarchy.SummingMatrix();
        double[][] rows = [.. given.Select(i => summing[i])];
        int steps = leaves[0].Length;
        double[][] weighted =
            isWeighted && steps >= 2 ? Weigh(rows, forecasts, _hierarchy.Aggregate(leaves), given) : rows;
        var normal = Multiply(weighted, rows);
        var factor = Cholesky.TryFactorize(normal)
            ?? throw Unfit("The hierarchy does not determine its leaves; check that no leaf is named twice.");
        var solved = new double[leaves.Length][];
        for (int i = 0; i < solved.Length; i++)
        {
            solved[i] = new double[steps];
        }

        for (int t = 0; t < steps; t++)
        {
            double[] step = [.. forecasts.Select(row => row[t])];
            double[] x = factor.Solve(Multiply(weighted, step));
            for (int i = 0; i < x.Length; i++)
            {
                solved[i][t] = x[i];
            }
        }

        return _hierarchy.Aggregate(solved);
    }

    /// <summary>W⁻¹S, where W is estimated from how far the forecasts are from adding up.</summary>
    private static double[][] Weigh(double[][] rows, double[][] forecasts, double[][] coherent, int[] given)
    {
        double[][] residuals =
        [
            .. forecasts.Select((row, i) => row.Select((value, t) => value - coherent[given[i]][t]).ToArray()),
        ];
        var factor =
            Cholesky.TryFactorize(Shrinkage.Covariance(residuals))
            ?? throw Unfit("The covariance of the forecasts' incoherence cannot be inverted; use ols.");
        int leaves = rows[0].Length;
        double[][] weighted = [.. rows.Select(_ => new double[leaves])];
        for (int j = 0; j < leaves; j++)
        {
            double[] column = factor.Solve([.. rows.Select(row => row[j])]);
            for (int i = 0; i < column.Length; i++)
            {
                weighted[i][j] = column[i];
            }
        }

        return weighted;
    }

    /// <summary>AᵀB.</summary>
    private static double[][] Multiply(double[][] a, double[][] b)
    {
        int n = a[0].Length;
        double[][] product = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        for (int row = 0; row < a.Length; row++)
        {
            for (int i = 0; i < n; i++)
            {
                double factor = a[row][i];
                for (int j = 0; factor != 0 && j < n; j++)
                {
                    product[i][j] += factor * b[row][j];
                }
            }
        }

        return product;
    }

    /// <summary>Aᵀx.</summary>
    private static double[] Multiply(double[][] a, double[] x)
    {
        var product = new double[a[0].Length];
        for (int row = 0; row < a.Length; row++)
        {
            for (int i = 0; i < product.Length; i++)
            {
                product[i] += a[row][i] * x[row];
            }
        }

        return product;
    }

    private static TollamaException Unfit(string message) => new(ErrorCode.InvalidRequest, message);
}
