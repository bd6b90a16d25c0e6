using System.Globalization;

namespace Tollama.Bench.Cluster;

/// <summary>
/// The cluster: calls of grains, placement, batching, and what a killed or frozen silo costs, with a private
/// PostgreSQL. Arguments: one of the parts below (all without it), path of the published <c>tollama</c> binary, number
/// of kills.
/// </summary>
internal static class ClusterBenchmark
{
    private const int Kills = 5;
    private static readonly string[] Parts = ["placement", "batching", "calls", "scaling", "failures"];

    public static int Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] arguments)
    {
        string? part = arguments is [var name, ..] && Parts.Contains(name) ? name : null;
        string[] rest = part is null ? arguments : arguments[1..];
        int kills = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : Kills;
        foreach (string one in part is null ? Parts : [part])
        {
            await PrintAsync(one, rest, kills);
        }

        return 0;
    }

    private static Task PrintAsync(string part, string[] arguments, int kills)
    {
        switch (part)
        {
            case "placement":
                PlacementFigures.Print();
                return Task.CompletedTask;
            case "batching":
                return BatchingFigures.PrintAsync();
            case "calls":
                return CallFigures.PrintAsync();
            case "scaling":
                return ScalingFigures.PrintAsync(arguments[0]);
            default:
                return FailureFigures.PrintAsync(arguments[0], kills);
        }
    }

    /// <summary>A percentile, sorting what it is given.</summary>
    internal static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)((values.Count - 1) * share)];
    }

    internal static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
