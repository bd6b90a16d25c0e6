namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>A frequency of the M4 competition.</summary>
/// <param name="Name">Its name, with which its files begin: <c>Hourly</c>.</param>
/// <param name="Alias">Offset alias of the requests.</param>
/// <param name="Season">Season length, of the MASE's scale too; 1 where the competition saw no season.</param>
internal sealed record CompetitionFrequency(string Name, string Alias, int Season)
{
    /// <summary>A second, longer season for the methods that take several; null where there is none.</summary>
    public int? LongSeason { get; init; }

    /// <summary>The frequencies, as the competition's evaluation code sets their seasons.</summary>
    public static readonly IReadOnlyList<CompetitionFrequency> All =
    [
        new("Yearly", "YS", 1),
        new("Quarterly", "QS", 4),
        new("Monthly", "MS", 12),
        new("Weekly", "W", 1),
        new("Daily", "D", 1),
        new("Hourly", "h", 24) { LongSeason = 168 },
    ];

    /// <summary>
    /// Date of the observation at an index. The competition's series carry no dates; ours start where no calendar
    /// rule (end of a month, daylight saving) can interfere.
    /// </summary>
    public DateTime Date(int index)
    {
        var start = new DateTime(1700, 1, 3, 0, 0, 0, DateTimeKind.Utc); // a Sunday, as the alias W wants it
        return Name switch
        {
            "Yearly" => new DateTime(1700 + index, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            "Quarterly" => new DateTime(1700, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(3 * index),
            "Monthly" => new DateTime(1700, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(index),
            "Weekly" => start.AddDays(7 * index),
            "Daily" => start.AddDays(index),
            _ => start.AddHours(index),
        };
    }
}
