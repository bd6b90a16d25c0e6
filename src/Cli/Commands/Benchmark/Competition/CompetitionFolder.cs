namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>
/// A folder in the layout of the M4 competition: <c>Hourly-train.csv</c> beside <c>Hourly-test.csv</c>.
/// </summary>
internal static class CompetitionFolder
{
    /// <summary>The frequency of that name; without a name the only one that the folder has.</summary>
    /// <exception cref="CommandFailedException">There is none, or there are several; names them.</exception>
    public static CompetitionFrequency Choose(string folder, string? name)
    {
        if (name is not null)
        {
            return CompetitionFrequency.All.First(
                frequency => string.Equals(frequency.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        var found = CompetitionFrequency.All.Where(frequency => File.Exists(TrainPath(folder, frequency))).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new CommandFailedException(
                $"'{folder}' holds no file of the competition, such as Hourly-train.csv."),
            _ => throw CommandFailedException.Usage(
                $"'{folder}' holds {string.Join(", ", found.Select(frequency => frequency.Name))}; choose with --freq."
            ),
        };
    }

    /// <summary>The series, in the order of the test file.</summary>
    /// <exception cref="CommandFailedException">A file cannot be used, or a series lacks its other half.</exception>
    public static IReadOnlyList<CompetitionSeries> Read(string folder, CompetitionFrequency frequency)
    {
        var train = CompetitionFile.Read(TrainPath(folder, frequency)).ToDictionary(StringComparer.Ordinal);
        var test = CompetitionFile.Read(Path.Combine(folder, $"{frequency.Name}-test.csv"));
        var series = new List<CompetitionSeries>(test.Count);
        foreach (var (id, values) in test)
        {
            series.Add(train.Remove(id, out double[]? history)
                ? new CompetitionSeries(id, history, values)
                : throw Unpaired(id, frequency, "train"));
        }

        return train.Keys.FirstOrDefault() is { } left ? throw Unpaired(left, frequency, "test") : series;
    }

    private static string TrainPath(string folder, CompetitionFrequency frequency) =>
        Path.Combine(folder, $"{frequency.Name}-train.csv");

    private static CommandFailedException Unpaired(string id, CompetitionFrequency frequency, string part) =>
        new($"{frequency.Name}-{part}.csv has no series '{id}'; every series must be in both files.");
}
