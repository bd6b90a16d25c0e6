using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire;

/// <summary>Collects numbers of unknown count in pooled memory and hands out a column of the exact length.</summary>
internal ref struct NumberColumnBuilder
{
    private readonly ColumnScratch _scratch;
    private double[] _values;
    private ulong[]? _integers; // only when integers and fractions are mixed
    private bool _firstIsInteger;
    private int _count;

    /// <summary>An empty column.</summary>
    public NumberColumnBuilder(ColumnScratch scratch)
    {
        _scratch = scratch;
        _values = scratch.Numbers;
    }

    /// <summary>Appends a number.</summary>
    public void Add(double value, bool isInteger)
    {
        if (_count == _values.Length)
        {
            _values = _scratch.GrowNumbers();
        }

        if (_count == 0)
        {
            _firstIsInteger = isInteger;
        }

        if (_integers is not null || isInteger != _firstIsInteger)
        {
            Mark(isInteger);
        }

        _values[_count++] = value;
    }

    /// <summary>The column; the builder must not be used afterwards.</summary>
    public readonly NumberColumn Build()
    {
        double[] values = _values.AsSpan(0, _count).ToArray();
        return _integers is null
            ? new NumberColumn(values, _firstIsInteger)
            : new NumberColumn(values, _integers[..((_count + 63) >> 6)]);
    }

    private void Mark(bool isInteger)
    {
        int word = _count >> 6;
        if (_integers is null)
        {
            _integers = new ulong[Math.Max(4, word + 1)];
            for (int i = 0; _firstIsInteger && i < _count; i++)
            {
                _integers[i >> 6] |= 1UL << (i & 63);
            }
        }

        if (word >= _integers.Length)
        {
            Array.Resize(ref _integers, _integers.Length * 2);
        }

        if (isInteger)
        {
            _integers[word] |= 1UL << (_count & 63);
        }
    }
}
