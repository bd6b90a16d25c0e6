using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Testing;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Searches find models at least as likely as R's, on slices of the bundled data.</summary>
public sealed class ReferenceLikelihoodTests
{
    // R prints its numbers to as many digits; the criterion may also differ by what a search leaves at its end.
    private const double Slack = 2e-3;

    public static TheoryData<string> SmoothedSeries => Slices("exponential-smoothing.csv");

    public static TheoryData<string> ArimaSeries => Slices("auto-arima.csv");

    [Theory]
    [MemberData(nameof(SmoothedSeries))]
    public Task Exponential_smoothing(string slice) => CheckAsync("exponential-smoothing.csv", slice);

    [Theory]
    [MemberData(nameof(ArimaSeries))]
    public Task Arima(string slice) => CheckAsync("auto-arima.csv", slice);

    public static TheoryData<string> ArimaOrders => [.. Lines("arima.csv")];

    [Theory]
    [MemberData(nameof(ArimaOrders))]
    public async Task Arima_of_a_given_order(string line)
    {
        string[] cells = line.Split(',');
        double[] target = Values(cells[0], cells[1]).Skip(Integer(cells[2])).Take(Integer(cells[3])).ToArray();
        int[] order = Array.ConvertAll(cells[5..11], Integer);
        var options = new JsonObject
        {
            ["season_length"] = Integer(cells[4]),
            ["return_fit"] = true,
            ["order"] = new JsonArray(order[0], order[1], order[2]),
            ["seasonal_order"] = new JsonArray(order[3], order[4], order[5]),
            ["include_drift"] = cells[11] == "drift",
        };

        var outcome = await BaselineRun.ForecastAsync("arima", SearchRequest.Of("arima", target, 4, [], options));

        double ours = BaselineRun.Fit(outcome).GetProperty("log_likelihood").GetDouble();
        Assert.True(ours >= Number(cells[12]) - Slack, $"{line}: ours is {ours}");
    }

    private static async Task CheckAsync(string table, string slice)
    {
        string[] place = slice.Split(',');
        double[] target = Values(place[0], place[1]).Skip(Integer(place[2])).Take(Integer(place[3])).ToArray();
        foreach (var row in Rows(table).Where(row => row.Slice == slice))
        {
            bool isChosen = row.Model.StartsWith("auto-", StringComparison.Ordinal);
            var options = new JsonObject { ["season_length"] = Integer(place[4]), ["return_fit"] = true };
            if (!isChosen)
            {
                options["components"] = row.Model;
            }

            string model = isChosen ? row.Model : "ets";
            var outcome = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 4, [], options));

            Assert.Null(outcome.Failure);
            var fit = BaselineRun.Fit(outcome);
            double ours = isChosen
                ? -fit.GetProperty("aicc").GetDouble()
                : fit.GetProperty("log_likelihood").GetDouble();
            double reference = isChosen ? -row.Aicc : row.LogLikelihood;
            Assert.True(ours >= reference - Slack, $"{row.Model}: {ours}, the reference {reference}");
        }
    }

    private static TheoryData<string> Slices(string table) =>
        [.. Rows(table).Select(row => row.Slice).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<(string Slice, string Model, double LogLikelihood, double Aicc)> Rows(string table) =>
        from line in Lines(table)
        let cells = line.Split(',')
        select (string.Join(',', cells[..5]), cells[5], Number(cells[6]), Number(cells[7]));

    private static IEnumerable<string> Lines(string table) =>
        File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests", "golden", "likelihoods", table)).Skip(1);

    private static IEnumerable<double> Values(string file, string series) =>
        from line in File.ReadLines(Path.Combine(RepositoryRoot.Path, "data", file + ".csv")).Skip(1)
        let cells = line.Split(',')
        where cells[0] == series
        select Number(cells[2]);

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
