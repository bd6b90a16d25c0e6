namespace Tollama.Core.Sampling;

/// <summary>
/// Random numbers of one address, drawn in order. A mutable struct: pass it by reference. Uniforms have 53 bits,
/// normals come from the Box–Muller transform, gamma variates from Marsaglia and Tsang (ACM TOMS 26, 2000).
/// </summary>
public struct NoiseStream
{
    private readonly ulong _key;
    private readonly ulong _address;
    private ulong _counter;
    private double _spareUniform;
    private double _spareNormal;
    private bool _hasUniform;
    private bool _hasNormal;

    internal NoiseStream(ulong key, ulong address)
    {
        _key = key;
        _address = address;
    }

    /// <summary>A number in (0, 1), never 0 and never 1.</summary>
    public double NextUniform()
    {
        if (_hasUniform)
        {
            _hasUniform = false;
            return _spareUniform;
        }

        var (x0, x1, x2, x3) = Philox4x32.Block(_key, _address, _counter++);
        _spareUniform = ToUniform(x2, x3);
        _hasUniform = true;
        return ToUniform(x0, x1);
    }

    /// <summary>A standard normal variate.</summary>
    public double NextNormal()
    {
        if (_hasNormal)
        {
            _hasNormal = false;
            return _spareNormal;
        }

        double radius = Math.Sqrt(-2 * Math.Log(NextUniform()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * NextUniform());
        _spareNormal = radius * sine;
        _hasNormal = true;
        return radius * cosine;
    }

    /// <summary>A gamma variate with the given shape (positive) and scale 1.</summary>
    public double NextGamma(double shape)
    {
        if (shape < 1)
        {
            // Γ(a) = Γ(a+1)·U^(1/a)
            return NextGamma(shape + 1) * Math.Pow(NextUniform(), 1 / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal();
            double v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(NextUniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>A Student-t variate with the given degrees of freedom (positive), location 0 and scale 1.</summary>
    public double NextStudentT(double degrees) =>
        NextNormal() / Math.Sqrt(2 * NextGamma(degrees / 2) / degrees);

    /// <summary>Fills a span with standard normal variates.</summary>
    public void FillNormal(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)NextNormal();
        }
    }

    private static double ToUniform(uint low, uint high)
    {
        ulong bits = (((ulong)high << 32) | low) >> 11;
        return (bits + 0.5) * (1.0 / (1UL << 53));
    }
}
