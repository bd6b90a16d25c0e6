using System.Globalization;

namespace Tollama.Core.Wire;

/// <summary>Bounds of a number; infinite where there is none.</summary>
/// <param name="Above">The number must be greater.</param>
/// <param name="Below">The number must be less.</param>
/// <param name="Least">The number must be at least this.</param>
/// <param name="Most">The number must be at most this.</param>
internal readonly record struct Bounds(double Above, double Below, double Least, double Most)
{
    /// <summary>No bounds.</summary>
    public static readonly Bounds None = new(
        double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Greater than zero.</summary>
    public static readonly Bounds Positive = None with { Above = 0 };

    /// <summary>Whether bounds are told as integers.</summary>
    public bool IsInteger { get; init; }

    /// <summary>Both ends included.</summary>
    public static Bounds Between(double least, double most) => None with { Least = least, Most = most };

    /// <summary>The first bound that a value violates; null when it is within.</summary>
    public BoundViolation? FindViolation(double value)
    {
        if (value > Most)
        {
            return new BoundViolation("less_than_equal", "le", "less than or equal to", Most);
        }

        if (value >= Below)
        {
            return new BoundViolation("less_than", "lt", "less than", Below);
        }

        if (value < Least)
        {
            return new BoundViolation("greater_than_equal", "ge", "greater than or equal to", Least);
        }

        return value <= Above ? new BoundViolation("greater_than", "gt", "greater than", Above) : null;
    }

    /// <summary>A violated bound.</summary>
    /// <param name="Type">Code of the contract.</param>
    /// <param name="Key">Key of the bound in the problem's context.</param>
    /// <param name="Relation">The relation in words.</param>
    /// <param name="Bound">The bound.</param>
    public readonly record struct BoundViolation(string Type, string Key, string Relation, double Bound)
    {
        /// <summary>A sentence.</summary>
        public string Message =>
            string.Create(CultureInfo.InvariantCulture, $"Input should be {Relation} {Bound}");
    }
}
