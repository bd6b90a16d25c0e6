using System.Numerics;

namespace Tollama.Core.Analysis;

/// <summary>
/// Correlations of a long series with itself at many lags from one Fourier transform: the sums of lagged products are a
/// circular correlation of the zero-padded series, the means and squares come from running sums.
/// </summary>
internal static class LaggedCorrelation
{
    /// <summary>Correlation per lag; lags below 2 hold −1.</summary>
    public static double[] Compute(ReadOnlySpan<double> values, int longest)
    {
        int n = values.Length;
        double mean = Statistics.Mean(values);
        double[] centred = new double[n];
        for (int i = 0; i < n; i++)
        {
            centred[i] = values[i] - mean; // keeps the running sums small
        }

        double[] products = LaggedProducts(centred);
        var (sums, squares) = RunningSums(centred);
        var correlations = new double[longest + 1];
        Array.Fill(correlations, -1);
        for (int lag = 2; lag <= longest; lag++)
        {
            int count = n - lag;
            double early = sums[count];
            double late = sums[n] - sums[lag];
            correlations[lag] = SeasonSearch.Normalise(
                products[lag] - (early * late / count),
                squares[count] - (early * early / count),
                squares[n] - squares[lag] - (late * late / count));
        }

        return correlations;
    }

    private static (double[] Sums, double[] Squares) RunningSums(double[] values)
    {
        var sums = new double[values.Length + 1];
        var squares = new double[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
        {
            sums[i + 1] = sums[i] + values[i];
            squares[i + 1] = squares[i] + (values[i] * values[i]);
        }

        return (sums, squares);
    }

    private static double[] LaggedProducts(double[] values)
    {
        var spectrum = new Complex[BitOperations.RoundUpToPowerOf2((uint)values.Length * 2)];
        for (int i = 0; i < values.Length; i++)
        {
            spectrum[i] = values[i];
        }

        Transform(spectrum);
        for (int i = 0; i < spectrum.Length; i++)
        {
            double power = (spectrum[i] * Complex.Conjugate(spectrum[i])).Real;
            spectrum[i] = power;
        }

        Transform(spectrum); // a real, even spectrum: forward and inverse transform differ by the factor alone
        return [.. spectrum.Take(values.Length).Select(value => value.Real / spectrum.Length)];
    }

    /// <summary>Fast Fourier transform in place, radix 2 (Cooley and Tukey 1965).</summary>
    private static void Transform(Complex[] values)
    {
        int bits = BitOperations.Log2((uint)values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int mirrored = Mirror(i, bits);
            if (mirrored > i)
            {
                (values[i], values[mirrored]) = (values[mirrored], values[i]);
            }
        }

        for (int size = 2; size <= values.Length; size *= 2)
        {
            var twiddles = new Complex[size / 2];
            for (int k = 0; k < twiddles.Length; k++)
            {
                twiddles[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / size);
            }

            for (int start = 0; start < values.Length; start += size)
            {
                Butterfly(values.AsSpan(start, size), twiddles);
            }
        }
    }

    private static void Butterfly(Span<Complex> block, ReadOnlySpan<Complex> twiddles)
    {
        for (int k = 0; k < twiddles.Length; k++)
        {
            var odd = twiddles[k] * block[k + twiddles.Length];
            var even = block[k];
            block[k] = even + odd;
            block[k + twiddles.Length] = even - odd;
        }
    }

    private static int Mirror(int value, int bits)
    {
        int mirrored = 0;
        for (int bit = 0; bit < bits; bit++)
        {
            mirrored = (mirrored << 1) | (value >> bit & 1);
        }

        return mirrored;
    }
}
