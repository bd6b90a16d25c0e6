namespace Tollama.Core.Parquet.Encodings;

/// <summary>
/// Values of a page or a dictionary, one of three lists: what a column has depends on how it is stored.
/// </summary>
internal sealed class PageValues
{
    /// <summary>Booleans (0, 1), integers, and INT96 times as ticks since 1970.</summary>
    public long[]? Integers { get; init; }

    /// <summary>Floating point numbers.</summary>
    public double[]? Reals { get; init; }

    /// <summary>Texts and other bytes, slices of the page.</summary>
    public ReadOnlyMemory<byte>[]? Blobs { get; init; }

    /// <summary>Number of values.</summary>
    public int Count => Integers?.Length ?? Reals?.Length ?? Blobs?.Length ?? 0;

    /// <summary>The values that indices stand for.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: an index beyond the values.</exception>
    public PageValues Pick(int[] indices) => new()
    {
        Integers = Pick(Integers, indices),
        Reals = Pick(Reals, indices),
        Blobs = Pick(Blobs, indices),
    };

    private static T[]? Pick<T>(T[]? values, int[] indices)
    {
        if (values is null)
        {
            return null;
        }

        var picked = new T[indices.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = (uint)indices[i] < (uint)values.Length
                ? values[indices[i]]
                : throw ParquetFault.Damaged("an index lies beyond its dictionary");
        }

        return picked;
    }
}
