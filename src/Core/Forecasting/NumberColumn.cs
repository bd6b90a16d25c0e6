namespace Tollama.Core.Forecasting;

/// <summary>
/// Numbers as they came in a JSON array: values as doubles, and which of them were written as integers
/// (the contract hands integers back as integers where they pass through).
/// </summary>
public sealed class NumberColumn
{
    private readonly ulong[]? _integerMask;
    private readonly bool _allIntegers;

    /// <summary>A column of one kind.</summary>
    public NumberColumn(ReadOnlyMemory<double> values, bool allIntegers = false)
    {
        Values = values;
        _allIntegers = allIntegers;
    }

    /// <summary>
    /// A column of mixed kinds; bit i of <paramref name="integerMask"/> is set where value i was an integer.
    /// </summary>
    public NumberColumn(ReadOnlyMemory<double> values, ulong[] integerMask)
    {
        Values = values;
        _integerMask = integerMask;
    }

    /// <summary>The values, in order; all finite.</summary>
    public ReadOnlyMemory<double> Values { get; }

    /// <summary>Number of values.</summary>
    public int Count => Values.Length;

    /// <summary>The values as a span.</summary>
    public ReadOnlySpan<double> Span => Values.Span;

    /// <summary>
    /// Whether every value was written as an integer; columns with an <see cref="IntegerMask"/> say no.
    /// </summary>
    public bool IsAllIntegers => _allIntegers;

    /// <summary>One bit per value, set where it was written as an integer; empty for columns of one kind.</summary>
    public ReadOnlySpan<ulong> IntegerMask => _integerMask;

    /// <summary>Whether value <paramref name="index"/> was written without fraction and exponent.</summary>
    public bool IsInteger(int index) =>
        _integerMask is null ? _allIntegers : (_integerMask[index >> 6] >> (index & 63) & 1) != 0;
}
