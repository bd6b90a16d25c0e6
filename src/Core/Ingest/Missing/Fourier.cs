using System.Numerics;

namespace Tollama.Core.Ingest.Missing;

/// <summary>
/// Discrete Fourier transform of any length in O(n log n): radix 2 where the length is a power of two, else as a
/// convolution with a chirp. Source: L. Bluestein, "A linear filtering approach to the computation of the discrete
/// Fourier transform", 1970.
/// </summary>
internal static class Fourier
{
    /// <summary>The transform, X[k] = Σ x[t]·exp(−2πi·kt/n).</summary>
    public static Complex[] Transform(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (2 * n) - 1));
        var signal = new Complex[size];
        var kernel = new Complex[size];
        for (int i = 0; i < n; i++)
        {
            var chirp = Chirp(i, n);
            signal[i] = values[i] * chirp;
            kernel[i] = Complex.Conjugate(chirp);
            kernel[(size - i) % size] = kernel[i];
        }

        RadixTwo(signal, isInverse: false);
        RadixTwo(kernel, isInverse: false);
        for (int i = 0; i < size; i++)
        {
            signal[i] *= kernel[i];
        }

        RadixTwo(signal, isInverse: true);
        var result = new Complex[n];
        for (int i = 0; i < n; i++)
        {
            result[i] = signal[i] / size * Chirp(i, n);
        }

        return result;
    }

    /// <summary>exp(−πi·k²/n), the angle reduced in integers so that it stays exact for long series.</summary>
    private static Complex Chirp(long k, long n) => Complex.FromPolarCoordinates(1, -Math.PI * (k * k % (2 * n)) / n);

    private static void RadixTwo(Complex[] data, bool isInverse)
    {
        Reorder(data);
        for (int width = 2; width <= data.Length; width *= 2)
        {
            double angle = (isInverse ? 2 : -2) * Math.PI / width;
            for (int k = 0; k < width / 2; k++)
            {
                Butterflies(data, width, k, Complex.FromPolarCoordinates(1, angle * k));
            }
        }
    }

    private static void Butterflies(Complex[] data, int width, int k, Complex twiddle)
    {
        for (int start = k; start < data.Length; start += width)
        {
            var odd = data[start + (width / 2)] * twiddle;
            data[start + (width / 2)] = data[start] - odd;
            data[start] += odd;
        }
    }

    private static void Reorder(Complex[] data)
    {
        for (int i = 1, reversed = 0; i < data.Length; i++)
        {
            int bit = data.Length >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
            {
                reversed ^= bit;
            }

            reversed ^= bit;
            if (i < reversed)
            {
                (data[i], data[reversed]) = (data[reversed], data[i]);
            }
        }
    }
}
