using System.Globalization;

namespace Tollama.Bench.Cluster;

/// <summary>
/// The cluster: calls of grains, placement, batching, and what a killed or frozen silo costs, with a private PostgreSQL.
/// Arguments: path of the published <c>tollama</c> binary, number of kills.
/// </summary>
internal static class ClusterBenchmark
{
    private const int Kills = 5;

    public static int Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["calls"])
        {
            await CallFigures.PrintAsync();
            return 0;
        }

        int kills = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Kills;
        PlacementFigures.Print();
        await BatchingFigures.PrintAsync();
        await CallFigures.PrintAsync();
        await FailureFigures.PrintAsync(arguments[0], kills);
        return 0;
    }

    /// <summary>A percentile, sorting what it is given.</summary>
    internal static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)((values.Count - 1) * share)];
    }

    internal static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
