namespace Tollama.Models.Baseline.Ets;

/// <summary>A symmetric 2×2 matrix.</summary>
/// <param name="A">Upper left.</param>
/// <param name="B">Off the diagonal.</param>
/// <param name="C">Lower right.</param>
internal readonly record struct Symmetric2(double A, double B, double C)
{
    /// <summary>The product x·xᵀ.</summary>
    public static Symmetric2 Square((double X, double Y) x) => new(x.X * x.X, x.X * x.Y, x.Y * x.Y);

    /// <summary>Elementwise sum.</summary>
    public static Symmetric2 operator +(Symmetric2 left, Symmetric2 right) =>
        new(left.A + right.A, left.B + right.B, left.C + right.C);

    /// <summary>Elementwise multiple.</summary>
    public static Symmetric2 operator *(double factor, Symmetric2 matrix) =>
        new(factor * matrix.A, factor * matrix.B, factor * matrix.C);
}
