namespace Tollama.Models.Chronos2;

/// <summary>
/// Turns the categories of a covariate into numbers: the mean of the target where the category occurred, drawn towards
/// the overall mean by one pseudo-observation (Micci-Barreca 2001, eq. 4, with weight n/(n + 1)). A missing category,
/// null, is a category of its own. Computed in double precision over targets rounded to single, as the reference does.
/// </summary>
internal sealed class CategoryEncoding
{
    private readonly Dictionary<string, (double Sum, int Count)> _categories = new(StringComparer.Ordinal);
    private readonly double _mean;
    private (double Sum, int Count) _missing;

    /// <summary>Learns the encoding from a series.</summary>
    /// <param name="categories">Category at each observation.</param>
    /// <param name="target">The target there; values that are not finite teach nothing.</param>
    public CategoryEncoding(ReadOnlySpan<string?> categories, ReadOnlySpan<float> target)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < target.Length; i++)
        {
            if (!float.IsFinite(target[i]))
            {
                continue;
            }

            sum += target[i];
            count++;
            Learn(categories[i], target[i]);
        }

        _mean = count == 0 ? 0 : sum / count;
    }

    /// <summary>The number of a category; the mean of the target for one that never occurred.</summary>
    public float Encode(string? category)
    {
        var (sum, count) = category is null ? _missing : _categories.GetValueOrDefault(category);
        return (float)((_mean + sum) / (1 + count));
    }

    private void Learn(string? category, float target)
    {
        if (category is null)
        {
            _missing = (_missing.Sum + target, _missing.Count + 1);
            return;
        }

        var (sum, count) = _categories.GetValueOrDefault(category);
        _categories[category] = (sum + target, count + 1);
    }
}
