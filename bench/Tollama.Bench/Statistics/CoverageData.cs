using System.Globalization;

namespace Tollama.Bench.Statistics;

/// <summary>A group of series that are forecast alike.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Horizon">Steps to forecast.</param>
/// <param name="Season">Season length.</param>
/// <param name="Seasons">Season lengths for methods that take several.</param>
/// <param name="Series">The observations.</param>
internal sealed record CoverageData(
    string Name, int Horizon, int Season, int[] Seasons, IReadOnlyList<double[]> Series)
{
    private static readonly (string File, int Horizon, int Season, int[] Seasons)[] Bundled =
    [
        ("air_passengers", 12, 12, [12]),
        ("nile_yearly", 6, 1, []),
        ("sunspots_yearly", 6, 1, []),
        ("co2_weekly", 13, 1, [52]),
        ("co2_monthly", 18, 12, [12]),
        ("elnino_monthly", 18, 12, [12]),
        ("us_macro_quarterly", 8, 4, [4]),
        ("us_employment_monthly", 12, 12, [12]),
        ("seattle_weather_daily", 14, 7, [7]),
        ("bike_sharing_daily", 14, 7, [7]),
        ("bike_sharing_hourly", 48, 24, [24, 168]),
        ("retail_intermittent_weekly", 6, 1, []),
    ];

    /// <summary>The bundled data sets, and two made in the manner of the M4 competition's.</summary>
    public static IEnumerable<CoverageData> All()
    {
        string folder = Folder();
        foreach (var (file, horizon, season, seasons) in Bundled)
        {
            yield return new CoverageData(
                file, horizon, season, seasons, Read(Path.Combine(folder, file + ".csv")));
        }

        yield return new CoverageData(
            "M4-like hourly",
            48,
            24,
            [24, 168],
            [.. Enumerable.Range(100, 20).Select(seed => SampleSeries.Hourly(seed, seed % 9 < 4 ? 748 : 1008))]);
        yield return new CoverageData(
            "M4-like weekly",
            13,
            1,
            [],
            [.. Enumerable.Range(200, 20).Select(seed => SampleSeries.Walk(seed, 300 + 100 * (seed % 20)))]);
    }

    /// <summary>Columns unique_id, ds, y; rows of one series follow each other in time.</summary>
    private static List<double[]> Read(string path)
    {
        var series = new Dictionary<string, List<double>>();
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] cells = line.Split(',');
            if (!series.TryGetValue(cells[0], out var values))
            {
                series[cells[0]] = values = [];
            }

            values.Add(double.Parse(cells[2], CultureInfo.InvariantCulture));
        }

        return [.. series.Values.Select(values => values.ToArray())];
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string data = Path.Combine(folder.FullName, "data");
            if (File.Exists(Path.Combine(data, "nile_yearly.csv")))
            {
                return data;
            }
        }

        throw new DirectoryNotFoundException("Run the benchmark from a clone of the repository: it reads data/.");
    }
}
