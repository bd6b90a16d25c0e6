namespace Tollama.Core.Catalog;

/// <summary>Finds the known word that somebody probably meant.</summary>
public static class Suggestions
{
    /// <summary>
    /// The nearest of the known words by edit distance (swapped neighbours count once, case not at all), the first of
    /// equals; null when none is within a third of the word's length.
    /// </summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">The words that there are.</param>
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

    /// <summary>
    /// Edit distance over characters, ignoring case: letters added, dropped, replaced, and neighbours swapped
    /// (Damerau 1964, each place edited once).
    /// </summary>
    private static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Shortest(i, j);
            }
        }

        return distances[left.Length, right.Length];

        int Shortest(int i, int j)
        {
            int replaced = distances[i - 1, j - 1] + (IsSame(i, j) ? 0 : 1);
            int shortest = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
            bool isSwap = i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j);
            return isSwap ? Math.Min(shortest, distances[i - 2, j - 2] + 1) : shortest;
        }

        bool IsSame(int i, int j) => char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
    }
}
