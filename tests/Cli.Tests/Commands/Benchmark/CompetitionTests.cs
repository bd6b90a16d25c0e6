using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Commands.Benchmark;
using Tollama.Cli.Commands.Benchmark.Competition;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands.Benchmark;

/// <summary>Scores on a folder in the layout of the M4 competition.</summary>
public sealed class CompetitionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-m4-").FullName;

    [Fact]
    public void Smape_is_in_percent_of_the_mean_of_actual_and_forecast()
    {
        // 200·10/210 = 9.5238…, 200·0/40 = 0, both 0 counts 0.
        Assert.Equal(200.0 * 10.0 / 210.0 / 3.0, CompetitionMeasures.Smape([100.0, 20.0, 0.0], [110.0, 20.0, 0.0]), 12);
    }

    [Fact]
    public void Width_is_relative_to_each_series_and_leaves_out_those_of_zeros()
    {
        // 2/1 and 100/1000; the mean is 1.05, not 102/1001.
        CompetitionAnswer[] answers =
        [
            new(new("a", [1.0], [1.0]), Between(0.0, 2.0)),
            new(new("b", [1.0], [1000.0]), Between(950.0, 1050.0)),
            new(new("c", [1.0], [0.0]), Between(-1.0, 1.0)),
        ];

        var tally = IntervalTally.Of(answers, 0.1, 0.9);

        Assert.Equal(1.05, tally.RelativeWidth!.Value, 12); // two series have a size
        Assert.Equal(1.0, tally.Coverage!.Value, 12); // three points, all inside
    }

    private static CompetitionForecast Between(double low, double high) => new(
        [(low + high) / 2.0], new Dictionary<double, double[]> { [0.1] = [low], [0.9] = [high] }, 0.0);

    [Fact]
    public async Task Options_reach_the_model_and_those_that_it_does_not_have_are_refused()
    {
        Write("Yearly-train.csv", "V1", "Y1,5,3,5,3,5,3,5,3,5,3");
        Write("Yearly-test.csv", "V1,V2,V3", "Y1,5,3");
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(
            _folder, "benchmark", ".", "--models", "arima?order=[1,1,1],seasonal-naive?season_length=2", "--json");
        var unknown = await host.RunAsync(_folder, "benchmark", ".", "--models", "naive,theta?varient=dotm");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var reply = JsonDocument.Parse(run.Out);
        var models = reply.RootElement.GetProperty("models");
        Assert.Equal("arima?order=[1,1,1]", models[0].GetProperty("model").GetString());
        Assert.Equal(1, models[0].GetProperty("series").GetInt32());
        Assert.Equal(0.0, models[1].GetProperty("smape").GetDouble());
        Assert.Equal(ExitCodes.Usage, unknown.ExitCode);
        Assert.Empty(unknown.Out);
        string error = unknown.Error.ReplaceLineEndings(" ");
        Assert.Contains("theta has no option 'varient'. Did you mean 'variant'?", error, StringComparison.Ordinal);
        Assert.Contains("decomposition, season_length", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mase_is_scaled_by_the_seasonal_naive_error_of_the_history()
    {
        // Season 2 over 1 2 4 8 5: |4−1| + |8−2| + |5−4| = 10 over 3 steps; errors 1 and 3.
        double? mase = CompetitionMeasures.Mase([1.0, 2.0, 4.0, 8.0, 5.0], [5.0, 5.0], [6.0, 2.0], 2);

        Assert.Equal(2.0 / (10.0 / 3.0), mase!.Value, 12); // the history varies
    }

    [Fact]
    public void Mase_has_no_value_where_the_history_repeats_or_is_shorter_than_a_season()
    {
        Assert.Null(CompetitionMeasures.Mase([1.0, 2.0, 1.0, 2.0], [1.0], [2.0], 2));
        Assert.Null(CompetitionMeasures.Mase([1.0, 2.0], [1.0], [2.0], 24));
    }

    [Fact]
    public async Task The_seasonal_naive_figures_are_those_computed_by_hand()
    {
        var series = WriteBikes();
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(
            _folder, "benchmark", ".", "--freq", "Hourly", "--models", "naive,seasonal-naive,m4-naive2", "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var reply = JsonDocument.Parse(run.Out);
        var models = reply.RootElement.GetProperty("models");
        Assert.Equal(
            ["naive", "seasonal-naive", "m4-naive2"],
            models.EnumerateArray().Select(m => m.GetProperty("model").GetString()));
        AssertScores(models[0], series, t => t.Train[^1]);
        AssertScores(models[1], series, t => t.Train[t.Train.Length - 24 + (t.Step % 24)]);
        Assert.All(
            models.EnumerateArray(),
            model =>
            {
                Assert.InRange(model.GetProperty("coverage").GetProperty("0.8").GetDouble(), 0.0, 1.0);
                Assert.True(
                    model.GetProperty("width").GetProperty("0.95").GetDouble()
                        > model.GetProperty("width").GetProperty("0.8").GetDouble());
                Assert.True(model.GetProperty("seconds_per_series").GetDouble() > 0.0);
            });
    }

    [Fact]
    public async Task A_model_that_is_not_there_and_options_of_the_other_form_are_refused()
    {
        Write("Yearly-train.csv", "V1,V2,V3,V4", "Y1,1,2,3");
        Write("Yearly-test.csv", "V1,V2", "Y1,4");
        await using var host = await EmbeddedHost.StartAsync();

        var unknown = await host.RunAsync(_folder, "benchmark", ".", "--models", "nope");
        var foreign = await host.RunAsync(_folder, "benchmark", ".", "--folds", "2");

        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("nope", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, foreign.ExitCode);
        Assert.Contains("--folds", foreign.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_too_short_for_intervals_still_has_a_point_score()
    {
        Write("Yearly-train.csv", "V1,V2,V3,V4", "Y1,1,2,4", $"Y2,{string.Join(',', Enumerable.Range(1, 40))}");
        Write("Yearly-test.csv", "V1,V2,V3", "Y1,4,8", "Y2,40,40");
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(_folder, "benchmark", ".", "--models", "m4-naive2", "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var reply = JsonDocument.Parse(run.Out);
        var model = reply.RootElement.GetProperty("models")[0];
        Assert.Equal(200.0 * 4.0 / 12.0 / 4.0, model.GetProperty("smape").GetDouble(), 9);
        Assert.Equal(2, model.GetProperty("series").GetInt32());
        Assert.Equal(2, model.GetProperty("mase_series").GetInt32());
        Assert.Equal(1, model.GetProperty("coverage_series").GetProperty("0.8").GetInt32());
        Assert.InRange(model.GetProperty("coverage").GetProperty("0.8").GetDouble(), 0.0, 1.0);
        Assert.Contains("1 of 2 series have no interval of 80 %", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_or_series_that_fails_leaves_the_other_scores_whole()
    {
        Write("Yearly-train.csv", "V1,V2,V3", "Y1,1,2", $"Y2,{string.Join(',', Enumerable.Range(1, 40))}");
        Write("Yearly-test.csv", "V1,V2", "Y1,2", "Y2,40");
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(_folder, "benchmark", ".", "--models", "nope,m4-damped,naive", "--json");
        var table = await host.RunAsync(_folder, "benchmark", ".", "--models", "nope,naive");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var reply = JsonDocument.Parse(run.Out);
        var models = reply.RootElement.GetProperty("models");
        Assert.Equal(
            [("nope", 0), ("m4-damped", 1), ("naive", 2)],
            models.EnumerateArray().Select(
                model => (model.GetProperty("model").GetString(), model.GetProperty("series").GetInt32())));
        Assert.Equal(JsonValueKind.Null, models[0].GetProperty("smape").ValueKind);
        Assert.True(models[1].GetProperty("smape").GetDouble() < 10.0);
        Assert.Equal(0.0, models[2].GetProperty("smape").GetDouble());
        Assert.Contains("nope: 2 of 2 series have no forecast", run.Error, StringComparison.Ordinal);
        Assert.Contains("m4-damped: 1 of 2 series have no forecast", run.Error, StringComparison.Ordinal);
        Assert.Contains("Y1", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, table.ExitCode);
        Assert.Matches(@"naive +2 +0\.000", table.Out);
    }

    [Fact]
    public async Task The_timeout_is_the_daemon_s_to_keep_and_its_warnings_are_told()
    {
        var daemon = new ScriptedDaemon { Warnings = ["the search met its deadline"] };
        using var client = daemon.Client();
        var runner = new CompetitionRunner(
            client,
            CompetitionFrequency.All.Single(item => item.Name == "Yearly"),
            [new CompetitionSeries("Y1", [1.0, 2.0], [3.0])],
            new BenchmarkClock(TimeProvider.System))
        {
            Intervals = "calibrated",
            TimeoutSeconds = 7.5,
        };

        var scores = await runner.RunAsync(
            [new CompetitionEntry(MeasuredModel.Parse("naive"), IsStatistical: true, null)],
            ScriptedDaemon.NoProgress(),
            CancellationToken.None);

        Assert.NotEmpty(daemon.Forecasts);
        Assert.All(daemon.Forecasts, body => Assert.Equal(7.5, body.GetProperty("timeout").GetDouble()));
        using var error = new StringWriter();
        using var context = CliRun.Context(TextWriter.Null, error);
        CompetitionReport.Warn(scores, context.Terminal);
        Assert.Contains(
            "naive: 1 of 1 forecasts came with a warning: the search met its deadline",
            error.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("naive", "theta")]
    [InlineData("theta", "naive")]
    public async Task The_first_model_does_not_pay_for_what_gets_warm(params string[] models)
    {
        var time = new ManualTimeProvider();
        using var client = ScriptedDaemon.SlowAtFirst(time).Client();
        var runner = new CompetitionRunner(
            client,
            CompetitionFrequency.All.Single(item => item.Name == "Yearly"),
            [new CompetitionSeries("Y1", [1.0, 2.0], [3.0])],
            new BenchmarkClock(time))
        {
            Intervals = "calibrated",
            TimeoutSeconds = 300.0,
        };
        var entries = models
            .Select(model => new CompetitionEntry(MeasuredModel.Parse(model), IsStatistical: true, null))
            .ToList();

        var scores = await runner.RunAsync(entries, ScriptedDaemon.NoProgress(), CancellationToken.None);

        Assert.Equal(models, scores.Select(score => score.Model));
        Assert.All(
            scores,
            score => Assert.Equal(score.Model == "naive" ? 0.005 : 0.013, score.SecondsPerSeries!.Value, 9));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertScores(
        JsonElement model,
        List<(double[] Train, double[] Test)> series,
        Func<(double[] Train, int Step), double> forecast)
    {
        var smapes = new List<double>();
        var mases = new List<double>();
        foreach (var (train, test) in series)
        {
            double scale = Enumerable.Range(24, train.Length - 24).Average(t => Math.Abs(train[t] - train[t - 24]));
            double[] means = [.. test.Select((_, step) => forecast((train, step)))];
            mases.Add(test.Zip(means, (y, f) => Math.Abs(y - f)).Average() / scale);
            smapes.Add(test.Zip(means, (y, f) => y == f ? 0.0 : 200.0 * Math.Abs(y - f) / (y + f)).Average());
        }

        Assert.Equal(smapes.Average(), model.GetProperty("smape").GetDouble(), 9);
        Assert.Equal(mases.Average(), model.GetProperty("mase").GetDouble(), 9);
    }

    /// <summary>
    /// Writes the hourly bike rentals as the competition would; returns history and outcome per series.
    /// </summary>
    private List<(double[] Train, double[] Test)> WriteBikes()
    {
        const int horizon = 48;
        var rows = File.ReadLines(Path.Combine(RepositoryRoot.Path, "data", "bike_sharing_hourly.csv")).Skip(1)
            .Select(line => line.Split(','))
            .GroupBy(cells => cells[0])
            .Select(group => group.Select(cells => double.Parse(cells[2], CultureInfo.InvariantCulture)).ToArray())
            .Select(values => (Train: values[..^horizon], Test: values[^horizon..]))
            .ToList();
        Write("Hourly-train.csv", ["V1", .. rows.Select((row, i) => $"\"H{i + 1}\",{Join(row.Train)},,")]);
        Write("Hourly-test.csv", ["V1", .. rows.Select((row, i) => $"\"H{i + 1}\",{Join(row.Test)}")]);
        return rows;
    }

    private static string Join(double[] values) =>
        string.Join(',', values.Select(value => $"\"{value.ToString(CultureInfo.InvariantCulture)}\""));

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);
}
