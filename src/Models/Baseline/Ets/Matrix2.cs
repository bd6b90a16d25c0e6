namespace Tollama.Models.Baseline.Ets;

/// <summary>A 2×2 matrix, by rows.</summary>
internal readonly record struct Matrix2(double A, double B, double C, double D)
{
    /// <summary>Elementwise sum.</summary>
    public static Matrix2 operator +(Matrix2 left, Matrix2 right) =>
        new(left.A + right.A, left.B + right.B, left.C + right.C, left.D + right.D);

    /// <summary>Elementwise multiple.</summary>
    public static Matrix2 operator *(double factor, Matrix2 matrix) =>
        new(factor * matrix.A, factor * matrix.B, factor * matrix.C, factor * matrix.D);

    /// <summary>The image of a vector.</summary>
    public (double X, double Y) Times((double X, double Y) v) => (A * v.X + B * v.Y, C * v.X + D * v.Y);

    /// <summary>P·V·Pᵀ, P being this matrix.</summary>
    public Symmetric2 Sandwich(Symmetric2 v)
    {
        var (x1, y1) = Times((v.A, v.B));
        var (x2, y2) = Times((v.B, v.C));
        return new Symmetric2(x1 * A + x2 * B, x1 * C + x2 * D, y1 * C + y2 * D);
    }

    /// <summary>P·V·Qᵀ + Q·V·Pᵀ, P being this matrix: symmetric.</summary>
    public Symmetric2 Cross(Symmetric2 v, Matrix2 q)
    {
        var (x1, y1) = Times((v.A, v.B));
        var (x2, y2) = Times((v.B, v.C));
        var (topLeft, topRight) = (x1 * q.A + x2 * q.B, x1 * q.C + x2 * q.D);
        var (bottomLeft, bottomRight) = (y1 * q.A + y2 * q.B, y1 * q.C + y2 * q.D);
        return new Symmetric2(2.0 * topLeft, topRight + bottomLeft, 2.0 * bottomRight);
    }
}
