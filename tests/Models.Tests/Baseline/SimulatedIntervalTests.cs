using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Baseline;

/// <summary>
/// Intervals from simulated paths: of theta, of complex smoothing, and of exponential smoothing where there is no
/// formula. The series are drawn from the models themselves, and so are futures, by recursions of this test's own.
/// </summary>
public sealed class SimulatedIntervalTests
{
    private const int Horizon = 6;
    private const int Season = 4;
    private const int Count = 120;
    private const int Futures = 10_000;
    private const double NinetyPercent = 1.2815515655446004;

    [Theory]
    [InlineData("AMN")]
    [InlineData("AMdN")]
    [InlineData("AAM")]
    [InlineData("MMN")]
    [InlineData("MMdN")]
    [InlineData("MMA")]
    [InlineData("MMM")]
    public async Task Exponential_smoothing_covers_what_it_says(string components)
    {
        var start = Smoothing.Start(components);
        var at = new JsonObject
        {
            ["components"] = components,
            ["parameters"] = new JsonObject { ["alpha"] = Smoothing.Alpha, ["beta"] = Smoothing.Beta },
            ["initial_states"] = new JsonArray(
                [.. start.InitialStates.Select(value => JsonValue.Create(value))]),
        };

        if (components[^1] != 'N')
        {
            at["parameters"]!["gamma"] = Smoothing.Gamma;
        }

        if (start.Phi < 1.0)
        {
            at["parameters"]!["phi"] = start.Phi;
        }

        await AssertCoversAsync("ets", start, components[0] == 'M' ? 0.02 : 2.0, at);
    }

    [Theory]
    [InlineData("N")]
    [InlineData("S")]
    [InlineData("P")]
    [InlineData("F")]
    public async Task Complex_smoothing_covers_what_it_says(string form)
    {
        var start = Complex.Start(form);
        var at = new JsonObject
        {
            ["components"] = form,
            ["parameters"] = new JsonObject { ["alpha_0"] = Complex.Alpha0, ["alpha_1"] = Complex.Alpha1 },
        };
        if (form is "P" or "F")
        {
            at["parameters"]!["beta_0"] = start.Beta0;
        }

        if (form == "F")
        {
            at["parameters"]!["beta_1"] = Complex.Beta1;
        }

        await AssertCoversAsync("ces", start, 0.5, at);
    }

    /// <summary>The static theta models are simple smoothing beside a line: σ_k² = σ²(1 + (k−1)α²).</summary>
    [Theory]
    [InlineData("stm")]
    [InlineData("otm")]
    public async Task Theta_widens_as_simple_smoothing_does(string variant)
    {
        var options = new JsonObject { ["season_length"] = 1, ["variant"] = variant, ["return_fit"] = true };

        var outcome = await BaselineRun.ForecastAsync(
            "theta", SearchRequest.Of("theta", SearchRequest.Seasonal(90, 45), Horizon, [0.1, 0.5, 0.9], options));

        double[][] rows = Rows(outcome);
        double[] mean = outcome.Result!.Forecasts[0].Mean.Span.ToArray();
        var fit = BaselineRun.Fit(outcome);
        double alpha = fit.GetProperty("parameters").GetProperty("alpha").GetDouble();
        double sigma = Math.Sqrt(fit.GetProperty("sse_after_third").GetDouble() / (90 - 4));
        for (int k = 0; k < Horizon; k++)
        {
            double expected = 2.0 * NinetyPercent * sigma * Math.Sqrt(1.0 + (k * alpha * alpha));
            Assert.InRange((rows[2][k] - rows[0][k]) / expected, 0.93, 1.07); // 2 000 paths
            Assert.InRange((rows[1][k] - mean[k]) / sigma, -0.02, 0.02); // pairs of opposite paths
        }
    }

    [Theory]
    [InlineData("dstm")]
    [InlineData("dotm")]
    public async Task Theta_with_a_moving_line_widens_more(string variant)
    {
        double[] target = SearchRequest.Seasonal(30, 45);

        double[][] fixedLine = Rows(await ForecastAsync(variant[1..]));
        double[][] moving = Rows(await ForecastAsync(variant));

        Assert.True(Widening(fixedLine) > 1.0);
        Assert.True(Widening(moving) > Widening(fixedLine), $"{Widening(moving)}, {Widening(fixedLine)}");

        static double Widening(double[][] rows) => (rows[1][^1] - rows[0][^1]) / (rows[1][0] - rows[0][0]);

        Task<ForecastOutcome> ForecastAsync(string name) => BaselineRun.ForecastAsync(
            "theta", SearchRequest.Of("theta", target, Horizon, [0.1, 0.9], new JsonObject
            {
                ["season_length"] = 1,
                ["at"] = new JsonObject
                {
                    ["components"] = name.ToUpperInvariant(),
                    ["parameters"] = new JsonObject { ["alpha"] = 0.5, ["theta"] = 2.0, ["initial_smoothed"] = 50.0 },
                },
            }));
    }

    [Theory]
    [InlineData("stm", 6)]
    [InlineData("dstm", 6)]
    [InlineData("otm", 7)]
    [InlineData("dotm", 7)]
    public async Task Theta_has_intervals_as_soon_as_errors_are_left_to_tell_their_size(string variant, int needed)
    {
        var random = new Random(11);
        for (int i = 0; i < 40; i++)
        {
            double[] target = [.. Enumerable.Range(0, needed).Select(_ => 10.0 + random.NextDouble())];
            var options = new JsonObject { ["variant"] = variant };

            var enough = await BaselineRun.ForecastAsync(
                "theta", SearchRequest.Of("theta", target, 3, [0.1, 0.9], options));
            var shorter = await BaselineRun.ForecastAsync(
                "theta", SearchRequest.Of("theta", target[1..], 3, [0.1, 0.9], options));

            Assert.All(Rows(enough)[0].Zip(Rows(enough)[1]), step => Assert.True(step.Second - step.First > 1e-3));
            Assert.Equal(ErrorCode.BadRequest, shorter.Failure?.Code);
            Assert.Contains($"at least {needed} ", shorter.Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Paths_that_outgrow_the_numbers_are_refused()
    {
        var at = new JsonObject
        {
            ["components"] = "MMN",
            ["parameters"] = new JsonObject { ["alpha"] = 0.9999, ["beta"] = 0.9999 },
            ["initial_states"] = new JsonArray(1.0, 1.0),
        };
        var random = new Random(2);
        double[] target = [.. Enumerable.Range(0, 30).Select(t => t < 28 ? 1.0 + (20.0 * random.NextDouble()) : 12.0)];

        var outcome = await BaselineRun.ForecastAsync(
            "ets", SearchRequest.Of("ets", target, 300, [0.1], new JsonObject { ["at"] = at }));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains("simulated paths", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Draws a history from a model, forecasts it with the model's own parameters, and counts how many futures of the
    /// model lie between the quantiles 0.1 and 0.9 at each step; the widths must grow.
    /// </summary>
    private static async Task AssertCoversAsync(string model, IRecursion start, double sigma, JsonObject at)
    {
        var random = new Random(4);
        var present = start.Copy();
        double[] history = [.. Enumerable.Range(0, Count).Select(_ => present.Next(sigma * Normal(random)))];
        var options = new JsonObject { ["season_length"] = Season, ["return_fit"] = true, ["at"] = at };

        var outcome = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, history, Horizon, [0.1, 0.9], options));

        double[][] rows = Rows(outcome);
        double estimated = Math.Sqrt(BaselineRun.Fit(outcome).GetProperty("sigma2").GetDouble());
        Assert.InRange(estimated / sigma, 0.8, 1.2);
        int[] inside = new int[Horizon];
        for (int i = 0; i < Futures; i++)
        {
            var future = present.Copy();
            for (int k = 0; k < Horizon; k++)
            {
                double value = future.Next(estimated * Normal(random));
                inside[k] += value >= rows[0][k] && value <= rows[1][k] ? 1 : 0;
            }
        }

        Assert.InRange(inside.Average() / Futures, 0.78, 0.82);
        Assert.All(inside, count => Assert.InRange(count / (double)Futures, 0.77, 0.83)); // 2 000 or 5 000 paths
        Assert.True(rows[1][^1] - rows[0][^1] > rows[1][0] - rows[0][0], "the last step is no wider than the first");
    }

    private static double[][] Rows(ForecastOutcome outcome)
    {
        Assert.Null(outcome.Failure);
        return [.. outcome.Result!.Forecasts[0].Quantiles!.Rows.Select(row => row.Span.ToArray())];
    }

    /// <summary>A standard normal number by the method of Box and Muller.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble());

    /// <summary>A model in its innovation form.</summary>
    private interface IRecursion
    {
        /// <summary>The next observation, for a given error.</summary>
        double Next(double error);

        /// <summary>The same state, to branch.</summary>
        IRecursion Copy();
    }

    /// <summary>Exponential smoothing by its errors: Hyndman et al. (2008), tables 2.2 and 2.3.</summary>
    private sealed class Smoothing : IRecursion
    {
        public const double Alpha = 0.3;
        public const double Beta = 0.05;
        public const double Gamma = 0.2;

        private readonly string _components;
        private double _level;
        private double _growth;
        private Queue<double> _seasonals;

        private Smoothing(string components, double growth, IEnumerable<double> seasonals) =>
            (_components, _level, _growth, _seasonals) = (components, 100.0, growth, new Queue<double>(seasonals));

        public double Phi => _components.Contains('d', StringComparison.Ordinal) ? 0.9 : 1.0;

        /// <summary>Seasonals newest first, as the option has them; here the next one comes first.</summary>
        public IEnumerable<double> InitialStates => [_level, _growth, .. _seasonals.Reverse()];

        public static Smoothing Start(string components) => new(
            components,
            components[1] == 'M' ? 1.005 : 0.3,
            components[^1] switch { 'A' => [-6.0, 4.0, 3.0, -1.0], 'M' => [0.9, 1.1, 1.05, 0.95], _ => [] });

        public IRecursion Copy()
        {
            var copy = (Smoothing)MemberwiseClone();
            copy._seasonals = new Queue<double>(_seasonals);
            return copy;
        }

        public double Next(double error)
        {
            bool grows = _components[1] == 'M';
            double g = grows ? Math.Pow(_growth, Phi) : Phi * _growth;
            double q = grows ? _level * g : _level + g;
            double s = _seasonals.Count > 0 ? _seasonals.Dequeue() : 0.0;
            double mean = _components[^1] switch { 'A' => q + s, 'M' => q * s, _ => q };
            double shock = _components[0] == 'M' ? mean * error : error;
            double toLevel = _components[^1] == 'M' ? shock / s : shock;
            _growth = g + (Beta * (grows ? toLevel / _level : toLevel));
            _level = q + (Alpha * toLevel);
            if (_components[^1] != 'N')
            {
                _seasonals.Enqueue(s + (Gamma * (_components[^1] == 'M' ? shock / q : shock)));
            }

            return mean + shock;
        }
    }

    /// <summary>Complex smoothing by its errors; form S has its level at lag m.</summary>
    private sealed class Complex : IRecursion
    {
        public const double Alpha0 = 1.3;
        public const double Alpha1 = 1.0;
        public const double Beta1 = 1.0;

        private readonly string _form;
        private Queue<(double U, double W)> _levels;
        private Queue<(double S, double R)> _seasons;

        private Complex(string form)
        {
            _form = form;
            double[] figure = form == "N" ? [0.0] : [-2.0, 1.0, 3.0, -2.0];
            bool isLevel = form is "N" or "S";
            _levels = new(isLevel ? figure.Select(s => (20.0 + s, (20.0 + s) / 1.1)) : [(20.0, 20.0 / 1.1)]);
            _seasons = new(figure.Select(s => isLevel ? (0.0, 0.0) : (s, s / 1.1)));
        }

        public double Beta0 => _form == "P" ? 0.3 : 1.2;

        public static Complex Start(string form) => new(form);

        public IRecursion Copy()
        {
            var copy = (Complex)MemberwiseClone();
            copy._levels = new Queue<(double U, double W)>(_levels);
            copy._seasons = new Queue<(double S, double R)>(_seasons);
            return copy;
        }

        public double Next(double error)
        {
            var (u, w) = _levels.Dequeue();
            var (s, r) = _seasons.Dequeue();
            _levels.Enqueue(
                (u - ((1.0 - Alpha1) * w) + ((Alpha0 - Alpha1) * error),
                u + ((1.0 - Alpha0) * w) + ((Alpha0 + Alpha1) * error)));
            _seasons.Enqueue(_form switch
            {
                "P" => (s + (Beta0 * error), r),
                "F" => (s - ((1.0 - Beta1) * r) + ((Beta0 - Beta1) * error),
                    s + ((1.0 - Beta0) * r) + ((Beta0 + Beta1) * error)),
                _ => (s, r),
            });
            return u + s + error;
        }
    }
}
