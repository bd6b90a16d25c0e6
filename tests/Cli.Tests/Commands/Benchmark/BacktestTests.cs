using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Commands.Benchmark;
using Tollama.Cli.Commands.Benchmark.Backtest;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands.Benchmark;

/// <summary>Folds, weights, recommendation and artifacts of a backtest.</summary>
public sealed class BacktestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-backtest-").FullName;

    [Fact]
    public void Folds_are_the_contract_s()
    {
        foreach (var item in Cases("benchmark-folds"))
        {
            var expected = item.GetProperty("result").EnumerateArray()
                .Select(fold => (fold[0].GetInt32(), fold[1].GetInt32(), fold[3].GetInt32()));

            var folds = BacktestFold.Plan(
                item.GetProperty("length").GetInt32(),
                item.GetProperty("horizon").GetInt32(),
                item.GetProperty("folds").GetInt32());

            Assert.Equal(expected, folds.Select(fold => (fold.Index, fold.TrainEnd, fold.TestEnd)));
        }
    }

    [Fact]
    public void Weights_are_the_contract_s()
    {
        foreach (var item in Cases("benchmark-weights"))
        {
            var scores = item.GetProperty("metrics").EnumerateObject()
                .Select(model => new BacktestScore(model.Name, Numbers(model.Value), 1.0, 1, []))
                .ToList();

            var weights = BacktestWeights.Of(scores);

            Assert.Equal(Numbers(item.GetProperty("weights")), weights);
        }
    }

    [Fact]
    public void The_recommendation_is_the_contract_s()
    {
        foreach (var item in Cases("benchmark-routing"))
        {
            var scores = item.GetProperty("models").EnumerateArray().Select(model => new BacktestScore(
                model.GetProperty("model").GetString()!, // the vectors name their models
                Numbers(model.GetProperty("metrics")),
                model.GetProperty("latency_ms").GetDouble(),
                model.GetProperty("folds_evaluated").GetInt32(),
                [])).ToList();

            var routing = BacktestRouting.Of(scores);

            Assert.NotNull(routing);
            Assert.Equal(item.GetProperty("default").GetString(), routing.Default);
            Assert.Equal(item.GetProperty("fast_path").GetString(), routing.FastPath);
            Assert.Equal(item.GetProperty("high_accuracy").GetString(), routing.HighAccuracy);
            Assert.Equal(
                item.GetProperty("ranking").EnumerateArray().Select(rank => (
                    rank.GetProperty("model").GetString(), rank.GetProperty("quality_rank").GetInt32(),
                    rank.GetProperty("latency_rank").GetInt32(), rank.GetProperty("balanced_score").GetDouble())),
                routing.Ranking.Select(rank => (
                    (string?)rank.Score.Model, rank.QualityRank, rank.LatencyRank, rank.BalancedScore)));
        }
    }

    [Fact]
    public void Covariates_are_cut_where_the_series_is()
    {
        var series = JsonElement.Parse("""
            {"id":"a","freq":"D","timestamps":["1","2","3","4"],"target":[10,20,30,40],
             "past_covariates":{"known":[1,2,3,4],"measured":[5,6,7,8]},"future_covariates":{"known":[9,9]}}
            """);

        var request = BacktestRequest.Build("m", 1, 5.0, [(series, new BacktestFold(0, 2, 3))]);

        var cut = request.GetProperty("series")[0];
        Assert.Equal("[10,20]", cut.GetProperty("target").GetRawText());
        Assert.Equal("[30]", cut.GetProperty("actuals").GetRawText());
        Assert.Equal("""{"known":[1,2],"measured":[5,6]}""", cut.GetProperty("past_covariates").GetRawText());
        Assert.Equal("""{"known":[3]}""", cut.GetProperty("future_covariates").GetRawText());
    }

    [Fact]
    public async Task A_run_leaves_a_report_and_a_manifest_that_routing_applies()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "series.json"), Line(60));
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(
            _folder, "benchmark", "series.json", "--models", "naive,drift,nope", "--horizon", "5", "--folds", "2",
            "--output", "report", "--json");
        var applied = await CliRun.OfAsync(
            ["routing", "apply", "report/result.json", "--path", "applied.json"], folder: _folder,
            environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = host.Home });

        Assert.True(run.ExitCode == 0, run.ToString());
        using var result = JsonDocument.Parse(run.Out);
        Assert.Equal("tollama_core_benchmark", result.RootElement.GetProperty("artifact_kind").GetString());
        Assert.Equal(
            "drift",
            result.RootElement.GetProperty("routing_recommendation").GetProperty("high_accuracy").GetString());
        Assert.Equal(
            0.0,
            result.RootElement.GetProperty("leaderboard")[0].GetProperty("metrics").GetProperty("mae").GetDouble(),
            9);
        Assert.Contains("nope", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"benchmark_{result.RootElement.GetProperty("dataset").GetProperty("fingerprint").GetString()}.json",
                "leaderboard.csv", "result.json", "routing.json", "summary.md",
            ],
            Directory.GetFiles(Path.Combine(_folder, "report")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, applied.ExitCode);
        Assert.True(File.Exists(Path.Combine(_folder, "applied.json")));
    }

    [Theory]
    [InlineData("naive", "theta", 1)]
    [InlineData("theta", "naive", 1)]
    [InlineData("theta", "naive", 3)]
    public async Task The_fastest_model_is_the_fastest_wherever_it_stands(string first, string second, int folds)
    {
        var time = new ManualTimeProvider();
        using var client = ScriptedDaemon.SlowAtFirst(time).Client();
        var dataset = new BacktestDataset("made", [JsonElement.Parse(Line(60)).GetProperty("series")[0]]);
        var runner = new BacktestRunner(client, new BenchmarkClock(time), dataset, 5, folds, 300.0);

        var scores = await runner.RunAsync([first, second], ScriptedDaemon.NoProgress(), CancellationToken.None);

        Assert.Equal([first, second], scores.Select(score => score.Model));
        Assert.All(scores, score => Assert.Equal(score.Model == "naive" ? 5.0 : 13.0, score.LatencyMs, 6));
        Assert.Equal("naive", BacktestRouting.Of(scores)!.FastPath); // both answered
    }

    [Theory]
    [InlineData("[]", "holds no series")]
    [InlineData("""[{"id":"a","target":[1]}]""", "series 1 needs")]
    [InlineData("""{"id":"a","timestamps":["1"],"target":[1]}""", "long enough")]
    public async Task Data_that_cannot_be_measured_on_is_refused(string content, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "series.json"), content);
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(_folder, "benchmark", "series.json", "--models", "naive");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, double> Numbers(JsonElement json) =>
        json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetDouble());

    private static IEnumerable<JsonElement> Cases(string name)
    {
        string path = Path.Combine(CompatFixtures.Folder, "vectors", name + ".json");
        return JsonElement.Parse(File.ReadAllBytes(path)).GetProperty("cases").EnumerateArray();
    }

    /// <summary>A straight line, which the drift method continues exactly.</summary>
    private static string Line(int length)
    {
        var start = new DateOnly(2024, 1, 1);
        var days = Enumerable.Range(0, length).ToList();
        string timestamps = string.Join(
            ',', days.Select(day => $"\"{start.AddDays(day).ToString("O", CultureInfo.InvariantCulture)}\""));
        return $$"""{"series":[{"id":"line","freq":"D","timestamps":[{{timestamps}}],"target":[{{string.Join(',', days.Select(day => 3 + (2 * day)))}}]}]}""";
    }
}
