using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Arima;

/// <summary>Least squares by orthogonalising columns one after another (modified Gram–Schmidt).</summary>
internal static class Regression
{
    private const double Dependent = 1e-10;

    /// <summary>
    /// The coefficients b that minimise |y − Xb|²; leaves y − Xb in <paramref name="y"/> and overwrites the columns. A
    /// column that depends on earlier ones gets 0.
    /// </summary>
    public static double[] Solve(Span<double> y, ReadOnlySpan<double[]> columns)
    {
        int count = columns.Length;
        double[,] upper = new double[count, count];
        double[] b = new double[count];
        for (int j = 0; j < count; j++)
        {
            double size = TensorPrimitives.Norm(columns[j]);
            for (int i = 0; i < j; i++)
            {
                upper[i, j] = TensorPrimitives.Dot(columns[i], columns[j]);
                TensorPrimitives.MultiplyAdd(columns[i], -upper[i, j], columns[j], columns[j]);
            }

            double left = TensorPrimitives.Norm(columns[j]);
            if (!(left > Dependent * size))
            {
                Array.Clear(columns[j]);
                continue;
            }

            upper[j, j] = left;
            TensorPrimitives.Divide(columns[j], left, columns[j]);
            b[j] = TensorPrimitives.Dot(columns[j], y);
            TensorPrimitives.MultiplyAdd(columns[j], -b[j], y, y);
        }

        for (int j = count - 1; j >= 0; j--)
        {
            for (int i = j + 1; i < count; i++)
            {
                b[j] -= upper[j, i] * b[i];
            }

            b[j] = upper[j, j] > 0.0 ? b[j] / upper[j, j] : 0.0;
        }

        return b;
    }
}
