using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Methods;

/// <summary>A numeric covariate of one series, in a unit of its own: values are the caller's over 2^e.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Past">Values over the history, <c>(n)</c>.</param>
/// <param name="Future">Values over the horizon, <c>(h)</c>.</param>
/// <param name="Exponent">The exponent e of the unit.</param>
internal sealed record Regressor(
    string Name, ReadOnlyMemory<double> Past, ReadOnlyMemory<double> Future, int Exponent)
{
    private const int LargestExponent = 1000;

    /// <summary>
    /// Takes the power of two below the largest value of the history as unit, so that squares of any covariate neither
    /// overflow nor vanish; a larger one where the future would leave the range of numbers.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="past">Values over the history, in the caller's unit.</param>
    /// <param name="future">Values over the horizon, in the caller's unit.</param>
    public static Regressor Of(string name, ReadOnlyMemory<double> past, ReadOnlyMemory<double> future)
    {
        int exponent = Math.Max(ExponentOf(past.Span), ExponentOf(future.Span) - LargestExponent);
        return new Regressor(name, Divide(past, exponent), Divide(future, exponent), exponent);
    }

    /// <summary>
    /// The covariate at the time of the first <paramref name="count"/> observations; the horizon after them may go on
    /// past the history.
    /// </summary>
    public Regressor Until(int count, int horizon)
    {
        int past = Math.Min(horizon, Past.Length - count);
        ReadOnlyMemory<double> following = past == horizon
            ? Past.Slice(count, horizon)
            : (double[])[.. Past[count..].Span, .. Future[..(horizon - past)].Span];
        return this with { Past = Past[..count], Future = following };
    }

    /// <summary>The exponent of the largest magnitude; a low one for zeros alone.</summary>
    private static int ExponentOf(ReadOnlySpan<double> values)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude(values));
        return largest > 0.0 ? Math.ILogB(largest) : -LargestExponent;
    }

    private static ReadOnlyMemory<double> Divide(ReadOnlyMemory<double> values, int exponent)
    {
        double[] divided = new double[values.Length];
        for (int t = 0; t < divided.Length; t++)
        {
            divided[t] = Math.ScaleB(values.Span[t], -exponent); // the factor itself may be no number
        }

        return divided;
    }
}
