using System.Buffers;
using System.Runtime.InteropServices;

namespace Tollama.Core.Forecasting;

/// <summary>
/// Pooled memory of an answer's numbers, handed out in columns one after another. Whoever has the answer last releases
/// it; its columns cannot be read any more after that. One that is never released is left to the garbage collector.
/// </summary>
public sealed class ForecastMemory : MemoryManager<double>
{
    private readonly int _length;
    private double[]? _block;
    private int _taken;

    /// <summary>Rents memory.</summary>
    /// <param name="length">Numbers that it holds.</param>
    public ForecastMemory(int length)
    {
        _length = length;
        _block = ArrayPool<double>.Shared.Rent(length);
    }

    private double[] Block => _block ?? throw new ObjectDisposedException(nameof(ForecastMemory));

    /// <summary>Gives back the memory of an answer, wherever in it its numbers lie. May be said again.</summary>
    public static void Release(IReadOnlyList<SeriesForecast> forecasts)
    {
        foreach (var forecast in forecasts)
        {
            if (MemoryMarshal.TryGetMemoryManager(forecast.Mean.Values, out ForecastMemory? memory))
            {
                memory.Dispose(disposing: true);
            }
        }
    }

    /// <summary>The next numbers; what they hold is undefined.</summary>
    /// <param name="length">How many.</param>
    public Memory<double> Take(int length)
    {
        var column = Memory.Slice(_taken, length);
        _taken += length;
        return column;
    }

    /// <inheritdoc/>
    public override Span<double> GetSpan() => Block.AsSpan(0, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => Block.AsMemory(elementIndex).Pin();

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle that Pin gave unpins by itself.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _block, null) is { } block)
        {
            ArrayPool<double>.Shared.Return(block);
        }
    }
}
