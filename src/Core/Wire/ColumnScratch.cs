using System.Buffers;

namespace Tollama.Core.Wire;

/// <summary>Pooled buffers in which columns grow before they are copied to their exact length.</summary>
internal sealed class ColumnScratch : IDisposable
{
    private const int FirstGuess = 4096;

    private double[] _numbers = ArrayPool<double>.Shared.Rent(FirstGuess);
    private int[] _offsets = ArrayPool<int>.Shared.Rent(FirstGuess);

    /// <summary>
    /// Room for numbers; at least one element more than any index given to <see cref="GrowNumbers"/>.
    /// </summary>
    public double[] Numbers => _numbers;

    /// <summary>Room for offsets.</summary>
    public int[] Offsets => _offsets;

    /// <summary>Doubles the room for numbers.</summary>
    public double[] GrowNumbers() => _numbers = Grow(_numbers);

    /// <summary>Doubles the room for offsets.</summary>
    public int[] GrowOffsets() => _offsets = Grow(_offsets);

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_numbers);
        ArrayPool<int>.Shared.Return(_offsets);
        _numbers = [];
        _offsets = [];
    }

    private static T[] Grow<T>(T[] full)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(full);
        return larger;
    }
}
