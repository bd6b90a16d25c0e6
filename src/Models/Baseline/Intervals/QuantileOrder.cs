namespace Tollama.Models.Baseline.Intervals;

/// <summary>The order of quantile rows.</summary>
internal static class QuantileOrder
{
    /// <summary>Sorts the rows over the level at each step: only rounding can have disordered them.</summary>
    public static void Sort(double[][] rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            for (int k = 0; k < rows[i].Length; k++)
            {
                for (int j = i; j > 0 && rows[j - 1][k] > rows[j][k]; j--)
                {
                    (rows[j - 1][k], rows[j][k]) = (rows[j][k], rows[j - 1][k]);
                }
            }
        }
    }
}
