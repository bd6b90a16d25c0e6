using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Testing;

namespace Tollama.Models.Tests.Baseline;

public sealed class ArimaTests
{
    [Fact]
    public async Task The_approximate_search_ends_near_the_exact_one()
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot.Path, "data", "air_passengers.csv"));
        double[] target =
        [
            .. lines.Skip(1).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)),
        ];

        double exact = await AiccAsync(target, approximation: false);
        double approximate = await AiccAsync(target, approximation: true);

        Assert.InRange(approximate, exact - 1e-6, exact + 3);
    }

    [Theory]
    [InlineData("arima")]
    [InlineData("auto-arima")]
    public async Task Forecasts_follow_a_covariate_that_is_known_ahead(string model)
    {
        var noise = new Random(5);
        double[] driver = [.. Enumerable.Range(0, 104).Select(_ => 10 * noise.NextDouble())];
        double[] target = [.. driver.Take(100).Select(x => 20 + (3 * x) + noise.NextDouble())];
        var request = SearchRequest.Of(model, target, 4, [0.1, 0.9]);
        request = request with
        {
            Series =
            [
                request.Series[0] with
                {
                    PastCovariates =
                    [
                        new Covariate { Name = "driver", Numbers = new NumberColumn(driver.AsMemory(0, 100)) },
                    ],
                    FutureCovariates =
                    [
                        new Covariate { Name = "driver", Numbers = new NumberColumn(driver.AsMemory(100)) },
                    ],
                },
            ],
        };

        var outcome = await BaselineRun.ForecastAsync(model, request);

        double[] mean = outcome.Result!.Forecasts[0].Mean.Span.ToArray();
        for (int k = 0; k < 4; k++)
        {
            Assert.InRange(mean[k], 20 + (3 * driver[100 + k]) - 0.2, 21.2 + (3 * driver[100 + k]));
        }
    }

    private static async Task<double> AiccAsync(double[] target, bool approximation)
    {
        var options = new JsonObject
        {
            ["season_length"] = 12,
            ["approximation"] = approximation,
            ["return_fit"] = true,
        };
        var outcome = await BaselineRun.ForecastAsync(
            "auto-arima", SearchRequest.Of("auto-arima", target, 6, [], options));
        return BaselineRun.Fit(outcome).GetProperty("aicc").GetDouble();
    }
}
