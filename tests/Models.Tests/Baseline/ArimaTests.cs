using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra.Double;
using Tollama.Core.Errors;
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

    /// <summary>
    /// A strong season without seasonal terms is a narrow valley next to the unit circle, far from any start in the
    /// middle: the search finds models at least as likely as these, which another optimiser found.
    /// </summary>
    [Theory]
    [InlineData(3, 0, 3, new[] { 2.555427, -2.422132, 0.820616 }, new[] { -1.329979, 0.297228, 0.33896 }, 22.664556)]
    [InlineData(3, 1, 2, new[] { 1.899396, -1.30222, 0.213403 }, new[] { -1.527004, 0.62232 }, null)]
    public async Task The_search_enters_valleys_along_the_unit_circle(
        int p, int d, int q, double[] ar, double[] ma, double? intercept)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot.Path, "data", "elnino_monthly.csv"));
        double[] target =
        [
            .. lines.Skip(1).Take(120).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)),
        ];
        var parameters = new JsonObject();
        for (int j = 0; j < ar.Length; j++)
        {
            parameters[$"ar{j + 1}"] = ar[j];
        }

        for (int j = 0; j < ma.Length; j++)
        {
            parameters[$"ma{j + 1}"] = ma[j];
        }

        if (intercept is { } mean)
        {
            parameters["intercept"] = mean;
        }

        double searched = await LogLikelihoodAsync(null);
        double given = await LogLikelihoodAsync(new JsonObject { ["parameters"] = parameters });

        Assert.True(searched >= given, $"searched: {searched}, given: {given}");

        async Task<double> LogLikelihoodAsync(JsonObject? at)
        {
            var options = new JsonObject { ["order"] = new JsonArray(p, d, q), ["return_fit"] = true };
            if (at is not null)
            {
                options["at"] = at;
            }

            var outcome = await BaselineRun.ForecastAsync("arima", SearchRequest.Of("arima", target, 3, [], options));
            return BaselineRun.Fit(outcome).GetProperty("log_likelihood").GetDouble();
        }
    }

    [Theory]
    [InlineData("arima")]
    [InlineData("auto-arima")]
    public async Task Forecasts_follow_a_covariate_that_is_known_ahead(string model)
    {
        var noise = new Random(5);
        double[] driver = [.. Enumerable.Range(0, 104).Select(_ => 10 * noise.NextDouble())];
        double[] target = [.. driver.Take(100).Select(x => 20 + (3 * x) + noise.NextDouble())];
        var request = SearchRequest.WithCovariate(
            SearchRequest.Of(model, target, 4, [0.1, 0.9]), "driver", driver);

        var outcome = await BaselineRun.ForecastAsync(model, request);

        double[] mean = outcome.Result!.Forecasts[0].Mean.Span.ToArray();
        for (int k = 0; k < 4; k++)
        {
            Assert.InRange(mean[k], 20 + (3 * driver[100 + k]) - 0.2, 21.2 + (3 * driver[100 + k]));
        }
    }

    /// <summary>A covariate in any unit explains the same, and its coefficient is in that unit.</summary>
    [Theory]
    [InlineData("arima", 1e160)]
    [InlineData("arima", 1e300)]
    [InlineData("arima", 1e-170)]
    [InlineData("arima", 1e-300)]
    [InlineData("arima", 5e-324)]
    [InlineData("auto-arima", 1e200)]
    [InlineData("auto-arima", 1e-200)]
    public async Task A_covariate_of_any_magnitude_is_followed(string model, double unit)
    {
        var noise = new Random(5);
        double[] driver = [.. Enumerable.Range(0, 44).Select(_ => noise.Next(1, 20) * unit)];
        double[] target = [.. driver.Take(40).Select(x => 5 * (x / unit))];
        var options = new JsonObject { ["return_fit"] = true };

        var outcome = await BaselineRun.ForecastAsync(
            model,
            SearchRequest.WithCovariate(SearchRequest.Of(model, target, 4, [0.1], options), "driver", driver));

        Assert.Null(outcome.Failure);
        double[] mean = outcome.Result!.Forecasts[0].Mean.Span.ToArray();
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(5 * (driver[40 + k] / unit), mean[k], 1e-6);
        }

        var coefficient = BaselineRun.Fit(outcome).GetProperty("parameters").GetProperty("driver");
        if (unit > 5e-324)
        {
            Assert.Equal(5, coefficient.GetDouble() * unit, 1e-6);
        }
        else
        {
            Assert.Equal(JsonValueKind.Null, coefficient.ValueKind); // 5/unit is no number
        }
    }

    /// <summary>
    /// The differences of noise about a mean are a moving average with its root on the unit circle, so ARIMA(0,1,1)
    /// with θ next to −1 is that noise: its forecast is the mean, with variance σ²(1 + 1/n).
    /// </summary>
    [Fact]
    public async Task A_moving_average_on_the_unit_circle_forecasts_a_mean_that_is_not_known_exactly()
    {
        const int count = 20;
        var noise = new Random(11);
        double[] target = [.. Enumerable.Range(0, count).Select(_ => 10 + noise.NextDouble())];
        var options = new JsonObject
        {
            ["return_fit"] = true,
            ["order"] = new JsonArray(0, 1, 1),
            ["at"] = new JsonObject { ["parameters"] = new JsonObject { ["ma1"] = -0.999999 } },
        };

        var outcome = await BaselineRun.ForecastAsync(
            "arima", SearchRequest.Of("arima", target, 3, [0.8413447460685429], options));

        double sigma = Math.Sqrt(BaselineRun.Fit(outcome).GetProperty("sigma2").GetDouble());
        var forecast = outcome.Result!.Forecasts[0];
        for (int k = 0; k < 3; k++)
        {
            double mean = forecast.Mean.Span[k];
            Assert.Equal(target.Average(), mean, 1e-4);
            Assert.Equal(sigma * Math.Sqrt(1 + (1.0 / count)), forecast.Quantiles!.Rows[0].Span[k] - mean, 1e-4);
        }
    }

    /// <summary>
    /// The likelihood with R's prior, 10⁶ times the errors' variance before the first observation, from the whole
    /// covariance matrix of an ARIMA(0,1,1): the first of the standardised errors counts in σ² alone.
    /// </summary>
    [Fact]
    public async Task A_high_level_counts_as_R_counts_it()
    {
        const int count = 9;
        const double theta = 0.4;
        var noise = new Random(4);
        double[] target = [.. Enumerable.Range(0, count).Select(t => 300 + noise.NextDouble())];
        var covariance = DenseMatrix.Create(count, count, (i, j) => 1e6 + Enumerable.Range(0, i + 1).Sum(a =>
            Enumerable.Range(0, j + 1).Sum(b => Math.Abs(a - b) switch
            {
                0 => 1 + (theta * theta),
                1 => theta,
                _ => 0,
            })));
        var factor = covariance.Cholesky().Factor;
        double[] errors = [.. factor.Solve(DenseVector.OfArray(target)).Select(e => e * e)];
        double logs = factor.Diagonal().Skip(1).Sum(Math.Log);
        int n = count - 1;

        var outcome = await BaselineRun.ForecastAsync("arima", SearchRequest.Of("arima", target, 1, [], new JsonObject
        {
            ["return_fit"] = true,
            ["order"] = new JsonArray(0, 1, 1),
            ["at"] = new JsonObject { ["parameters"] = new JsonObject { ["ma1"] = theta } },
        }));

        var fit = BaselineRun.Fit(outcome);
        double expected = (-0.5 * n * (Math.Log(2 * Math.PI * errors.Skip(1).Sum() / n) + 1)) - logs;
        Assert.Equal(expected, fit.GetProperty("log_likelihood").GetDouble(), 1e-4);
        Assert.Equal(1, fit.GetProperty("sigma2").GetDouble() * (n - 1) / errors.Sum(), 1e-4);
    }

    /// <summary>A prior that is no longer vague would make the interval of a random walk as wide as its level.</summary>
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 0)]
    public async Task A_very_high_level_widens_intervals_little(int p, int d, int q)
    {
        double low = await WidthAsync(0);

        Assert.InRange(await WidthAsync(20_000), low, 1.23 * low);
        Assert.InRange(await WidthAsync(1e7), low, 1.23 * low);

        async Task<double> WidthAsync(double level)
        {
            var noise = new Random(8);
            double at = level;
            double[] walk = [.. Enumerable.Range(0, 120).Select(_ => at += noise.Next(-50, 51) / 32.0)];
            var options = new JsonObject { ["order"] = new JsonArray(p, d, q) };
            var outcome = await BaselineRun.ForecastAsync(
                "arima", SearchRequest.Of("arima", walk, 1, [0.1, 0.9], options));
            var rows = outcome.Result!.Forecasts[0].Quantiles!.Rows;
            return rows[1].Span[0] - rows[0].Span[0];
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(24)]
    public async Task A_season_that_is_left_out_is_told(int count)
    {
        var warnings = await WarningsAsync(count, season: 12);

        Assert.Contains(warnings, w => w.Contains("'a'") && w.Contains("season of 12") && w.Contains($"{count} obs"));
    }

    [Theory]
    [InlineData(25, 12)]
    [InlineData(20, 1)]
    public async Task A_season_that_can_be_fitted_is_not(int count, int season) =>
        Assert.Empty(await WarningsAsync(count, season));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public async Task A_drift_without_just_one_difference_is_refused(int d, int seasonalD)
    {
        var options = new JsonObject
        {
            ["season_length"] = 4,
            ["order"] = new JsonArray(0, d, 1),
            ["seasonal_order"] = new JsonArray(0, seasonalD, 0),
            ["include_drift"] = true,
        };

        var outcome = await BaselineRun.ForecastAsync(
            "arima", SearchRequest.Of("arima", SearchRequest.Seasonal(40, 4), 3, [], options));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains($"d + D is {d + seasonalD}", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(int count, int season)
    {
        var options = new JsonObject { ["season_length"] = season };
        var outcome = await BaselineRun.ForecastAsync(
            "auto-arima", SearchRequest.Of("auto-arima", SearchRequest.Seasonal(count, 12), 2, [], options));
        return outcome.Result!.Warnings;
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
