namespace Tollama.Models.Toto;

/// <summary>The distribution of one step in scaled units: weighted Student-t components.</summary>
internal readonly ref struct StudentTMixture(
    ReadOnlySpan<float> degrees, ReadOnlySpan<float> locations, ReadOnlySpan<float> scales, ReadOnlySpan<float> weights)
{
    /// <summary>Degrees of freedom, above 2.</summary>
    public ReadOnlySpan<float> Degrees { get; } = degrees;

    /// <summary>Locations.</summary>
    public ReadOnlySpan<float> Locations { get; } = locations;

    /// <summary>Scales, positive.</summary>
    public ReadOnlySpan<float> Scales { get; } = scales;

    /// <summary>Weights, summing to 1; empty for a single component.</summary>
    public ReadOnlySpan<float> Weights { get; } = weights;

    /// <summary>The mean, which all components have.</summary>
    public double Mean()
    {
        double mean = Weights.IsEmpty ? Locations[0] : 0;
        for (int k = 0; k < Weights.Length; k++)
        {
            mean += (double)Weights[k] * Locations[k];
        }

        return mean;
    }

    /// <summary>
    /// A draw from three uniform numbers: the component, then a Student-t variate by the polar method (Bailey, "Polar
    /// generation of random variates with the t-distribution", Math. Comp. 62, 1994, eq. 3; models/toto §6).
    /// </summary>
    /// <param name="uniforms">Three numbers of (0, 1).</param>
    public double Draw(ReadOnlySpan<double> uniforms)
    {
        int k = Component(uniforms[0]);
        double freedom = Degrees[k];
        double radius = Math.Sqrt(freedom * ExpMinusOne(-2 / freedom * Math.Log(uniforms[1])));
        return Locations[k] + (Scales[k] * radius * Math.Cos(2 * Math.PI * uniforms[2]));
    }

    /// <summary>The first component whose cumulated weight exceeds a number.</summary>
    public int Component(double uniform)
    {
        double cumulated = 0;
        for (int k = 0; k < Weights.Length; k++)
        {
            cumulated += Weights[k];
            if (cumulated > uniform)
            {
                return k;
            }
        }

        return Math.Max(0, Weights.Length - 1);
    }

    /// <summary>eˣ − 1 without loss near 0, where many degrees of freedom lead (Kahan's form).</summary>
    private static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        return Math.Abs(x) > 0.5 ? power - 1
            : power == 1 ? x
            : (power - 1) * x / Math.Log(power);
    }
}
