namespace Tollama.Cli.Parsing;

/// <summary>Finds the known word that somebody probably meant.</summary>
internal static class Suggestions
{
    /// <summary>The nearest of the known words by edit distance; null when none is near.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(word, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein distance over characters, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool isSame = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                int replaced = diagonal + (isSame ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
