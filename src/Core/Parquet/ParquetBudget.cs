namespace Tollama.Core.Parquet;

/// <summary>
/// What a file may still expand to. Small files can claim to be huge; what they take is counted before it is allocated.
/// </summary>
internal sealed class ParquetBudget
{
    private const long MostCells = 8_000_000;
    private const long MostBytes = 256L * 1024 * 1024;

    private long _cells = MostCells;
    private long _bytes = MostBytes;

    /// <summary>Takes room for cells.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: there is no more.</exception>
    public void TakeCells(long count)
    {
        _cells -= count;
        if (_cells < 0)
        {
            throw ParquetFault.TooLarge($"it has more than {MostCells} cells");
        }
    }

    /// <summary>Takes room for decoded bytes.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: there is no more.</exception>
    public void TakeBytes(long count)
    {
        _bytes -= count;
        if (_bytes < 0)
        {
            throw ParquetFault.TooLarge($"it expands to more than {MostBytes / 1024 / 1024} MiB");
        }
    }
}
