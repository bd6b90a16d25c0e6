using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>A series and its regressors, as one order of model sees them: differenced alike.</summary>
internal sealed class ArimaData
{
    private ArimaData(ArimaOrder order, int season, double[] series, double[][] regressors, double[][] differenced)
    {
        Order = order;
        Season = season;
        Series = series;
        Regressors = regressors;
        Differenced = differenced;
    }

    /// <summary>The order.</summary>
    public ArimaOrder Order { get; }

    /// <summary>Season length m.</summary>
    public int Season { get; }

    /// <summary>The observations, <c>(n)</c>.</summary>
    public double[] Series { get; }

    /// <summary>
    /// Constant first (1 or t), then covariates; past and future in one row each, <c>(columns, n+h)</c>.
    /// </summary>
    public double[][] Regressors { get; }

    /// <summary>∇^d∇_m^D of the series and of each regressor, <c>(1+columns, n−d−Dm)</c>.</summary>
    public double[][] Differenced { get; }

    /// <summary>Observations after differencing, N.</summary>
    public int Count => Differenced[0].Length;

    /// <summary>The same with a regression taken out: one series, no regressors.</summary>
    /// <param name="regression">Coefficients of the regressors.</param>
    public ArimaData Without(ReadOnlySpan<double> regression)
    {
        double[] rest = [.. Differenced[0]];
        for (int j = 0; j < regression.Length; j++)
        {
            TensorPrimitives.MultiplyAdd(Differenced[j + 1], -regression[j], rest, rest);
        }

        return new ArimaData(Order, Season, Series, [], [rest]);
    }

    /// <summary>Makes the data of an order.</summary>
    public static ArimaData Of(ArimaOrder order, SeriesTask task)
    {
        int n = task.Count;
        var regressors = new List<double[]>();
        if (order.HasConstant)
        {
            bool isMean = order.D + order.SeasonalD == 0;
            regressors.Add([.. Enumerable.Range(1, n + task.Horizon).Select(t => isMean ? 1.0 : t)]);
        }

        foreach (var regressor in task.Regressors)
        {
            double[] row = new double[n + task.Horizon];
            regressor.Past.CopyTo(row);
            regressor.Future.CopyTo(row.AsMemory(n));
            regressors.Add(row);
        }

        double[] series = task.Y.ToArray();
        double[][] differenced =
        [
            Differences.Of(series, order.D, order.SeasonalD, task.Season),
            .. regressors.Select(row => Differences.Of(row.AsSpan(0, n), order.D, order.SeasonalD, task.Season)),
        ];
        return new ArimaData(order, task.Season, series, [.. regressors], differenced);
    }
}
