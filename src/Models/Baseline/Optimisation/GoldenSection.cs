namespace Tollama.Models.Baseline.Optimisation;

/// <summary>
/// Golden-section search (Kiefer 1953). The bracket shrinks by (√5+1)/2 until it is at most 1e-12 wide or the two inner
/// values are equal; the answer is its middle. On a criterion with several valleys it finds one of them: which one is
/// part of the methods that use it, so this is not exchangeable for a better minimiser.
/// </summary>
internal static class GoldenSection
{
    private const double DocumentedWidth = 1e-12;

    private static readonly double Ratio = (Math.Sqrt(5.0) + 1.0) / 2.0;

    /// <summary>A minimum of <paramref name="criterion"/> between the bounds.</summary>
    /// <param name="criterion">What to minimise.</param>
    /// <param name="low">Left end of the bracket.</param>
    /// <param name="high">Right end of the bracket.</param>
    /// <param name="width">Width at which the bracket is narrow enough.</param>
    public static double Minimise(
        Func<double, double> criterion, double low, double high, double width = DocumentedWidth)
    {
        double left = high - (high - low) / Ratio;
        double right = low + (high - low) / Ratio;
        double leftValue = criterion(left);
        double rightValue = criterion(right);
        while (high - low > width && leftValue != rightValue)
        {
            if (leftValue < rightValue)
            {
                high = right;
                (right, rightValue) = (left, leftValue);
                left = high - (high - low) / Ratio;
                leftValue = criterion(left);
            }
            else
            {
                low = left;
                (left, leftValue) = (right, rightValue);
                right = low + (high - low) / Ratio;
                rightValue = criterion(right);
            }
        }

        return (low + high) / 2.0;
    }
}
