namespace Tollama.Core.Trust;

/// <summary>The judgements of one domain, summed up.</summary>
/// <param name="Count">Judgements.</param>
/// <param name="MeanScore">Mean score; 0 without judgements.</param>
/// <param name="Least">Lowest score.</param>
/// <param name="Most">Highest score.</param>
/// <param name="Latest">Last score.</param>
/// <param name="LatestRisk">Last risk category; <c>GREEN</c> without judgements.</param>
/// <param name="Trend"><c>improving</c>, <c>declining</c> or <c>stable</c>.</param>
public sealed record TrustHistory(
    int Count, double MeanScore, double Least, double Most, double Latest, string LatestRisk, string Trend)
{
    private const int Window = 3;
    private const double Tolerance = 0.05;

    private static readonly TrustHistory None = new(0, 0, 0, 0, 0, "GREEN", "stable");

    /// <summary>Sums up judgements, the oldest first.</summary>
    public static TrustHistory Of(IReadOnlyList<TrustRecord> records) => records.Count == 0
        ? None
        : new TrustHistory(
            records.Count,
            records.Average(record => record.Score),
            records.Min(record => record.Score),
            records.Max(record => record.Score),
            records[^1].Score,
            records[^1].Risk,
            FindTrend(records));

    /// <summary>
    /// The last three against the three before them (or the first three, where there are fewer than six).
    /// </summary>
    private static string FindTrend(IReadOnlyList<TrustRecord> records)
    {
        if (records.Count < Window)
        {
            return "stable";
        }

        int before = records.Count >= 2 * Window ? records.Count - (2 * Window) : 0;
        double change = Mean(records, records.Count - Window) - Mean(records, before);
        return change switch
        {
            > Tolerance => "improving",
            < -Tolerance => "declining",
            _ => "stable",
        };
    }

    private static double Mean(IReadOnlyList<TrustRecord> records, int start) =>
        records.Skip(start).Take(Window).Average(record => record.Score);
}
