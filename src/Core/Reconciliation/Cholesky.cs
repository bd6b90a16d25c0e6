namespace Tollama.Core.Reconciliation;

/// <summary>
/// Solves linear systems whose matrix is symmetric and positive definite (Golub and Van Loan, "Matrix Computations",
/// algorithms 4.2.1 and 3.1.1).
/// </summary>
internal sealed class Cholesky
{
    private readonly double[][] _lower;

    private Cholesky(double[][] lower) => _lower = lower;

    /// <summary>Factorizes a matrix; null when it is not positive definite.</summary>
    public static Cholesky? TryFactorize(double[][] matrix)
    {
        int n = matrix.Length;
        var lower = new double[n][];
        for (int i = 0; i < n; i++)
        {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[i][k] * lower[j][k];
                }

                if (i == j && sum <= 0)
                {
                    return null;
                }

                lower[i][j] = i == j ? Math.Sqrt(sum) : sum / lower[j][j];
            }
        }

        return new Cholesky(lower);
    }

    /// <summary>The solution for one right side.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        int n = _lower.Length;
        double[] x = right.ToArray();
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
            {
                x[i] -= _lower[i][k] * x[k];
            }

            x[i] /= _lower[i][i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
            {
                x[i] -= _lower[k][i] * x[k];
            }

            x[i] /= _lower[i][i];
        }

        return x;
    }
}
