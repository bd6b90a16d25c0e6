using System.Buffers;
using System.Text;
using System.Text.Json;
using Tollama.Core.Analysis;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Testing;

namespace Tollama.Core.Tests.Analysis;

public sealed class SeriesAnalyzerTests
{
    public static TheoryData<string> Fixtures()
    {
        var names = new TheoryData<string>();
        foreach (string name in CompatFixtures.Names("http").Where(name => name.Contains("analyze-", StringComparison.Ordinal)))
        {
            using var fixture = CompatFixtures.Load("http", name);
            if (fixture.RootElement.GetProperty("expect_status").GetInt32() == 200)
            {
                names.Add(name);
            }
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Gives_the_answer_of_the_fixture(string name)
    {
        using var fixture = CompatFixtures.Load("http", name);
        var root = fixture.RootElement;
        var body = ForecastBodies.ReadAnalyze(Encoding.UTF8.GetBytes(root.GetProperty("request").GetRawText()));

        SeriesAnalysis[] analyses = [.. body.Series.Select(series => SeriesAnalyzer.Analyze(series, body.Parameters))];

        var expected = root.GetProperty("expect_body_subset");
        if (expected.TryGetProperty("results", out var results))
        {
            Assert.Empty(JsonMatcher.Mismatches(results, ToJson(analyses)));
        }

        if (expected.TryGetProperty("warnings", out var warnings))
        {
            Assert.Equal(
                warnings.ValueKind == JsonValueKind.Null ? 0 : warnings.GetArrayLength(),
                SeriesAnalyzer.CollectWarnings(analyses).Count);
        }
    }

    [Fact]
    public void Thins_as_the_vectors_say() => VectorCases.ForEach("analyze-downsample", item => Assert.Equal(
        VectorCases.Numbers(item.GetProperty("kept_indices")).Select(index => (int)index),
        Downsampling.KeptIndices(item.GetProperty("length").GetInt32(), item.GetProperty("max_points").GetInt32())));

    [Fact]
    public void Finds_what_the_vectors_say() => VectorCases.ForEach("analyze-algorithms", item =>
    {
        double[] values = VectorCases.Numbers(item.GetProperty("values"));
        var trend = LinearTrend.Fit(values);

        Assert.Equal(item.GetProperty("trend").GetProperty("direction").GetString(), trend.Direction);
        Assert.Equal(item.GetProperty("trend").GetProperty("slope").GetDouble(), trend.Slope, 1e-9);
        Assert.Equal(item.GetProperty("trend").GetProperty("r2").GetDouble(), trend.R2, 1e-9);
        bool? stationary = item.GetProperty("stationarity_flag") is { ValueKind: not JsonValueKind.Null } flag
            ? flag.GetBoolean()
            : null;
        Assert.Equal(stationary, Stationarity.Check(values));
        Assert.Equal(
            VectorCases.Numbers(item.GetProperty("anomaly_indices")),
            AnomalySearch.Find(values, 1.5).Select(anomaly => (double)anomaly.Index));
        if (item.GetProperty("seasonality_periods") is { ValueKind: JsonValueKind.Array } periods)
        {
            Assert.Equal(
                VectorCases.Numbers(periods), SeasonSearch.FindPeriods(values, 365, 3).Select(period => (double)period));
        }
    });

    [Fact]
    public void Classifies_anomalies_as_the_vectors_say() => VectorCases.ForEach("anomaly-records", item =>
    {
        var found = AnomalySearch.Find(VectorCases.Numbers(item.GetProperty("values")), 1.5);

        Assert.Equal(
            item.GetProperty("records").EnumerateArray().Select(record => (
                record.GetProperty("index").GetInt32(),
                record.GetProperty("type").GetString(),
                record.GetProperty("severity").GetString(),
                record.GetProperty("range_start").GetInt32(),
                record.GetProperty("range_end").GetInt32())),
            found.Select(anomaly => (
                anomaly.Index, (string?)anomaly.Type, (string?)anomaly.Severity, anomaly.RangeStart, anomaly.RangeEnd)));
    });

    [Fact]
    public void Correlates_by_transform_as_it_does_lag_by_lag()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 300)
            .Select(i => 1000 + (10 * Math.Sin(i * Math.PI / 6)) + random.NextDouble())];

        double[] correlations = LaggedCorrelation.Compute(values, 120);

        Assert.All(Enumerable.Range(2, 119), lag =>
            Assert.Equal(SeasonSearch.CorrelationAt(values, lag), correlations[lag], 1e-9));
    }

    [Fact]
    public void Answers_for_a_long_series_without_walking_every_pair()
    {
        double[] values = [.. Enumerable.Range(0, 200_000).Select(i => Math.Sin(2 * Math.PI * i / 1000))];

        Assert.Contains(1000, SeasonSearch.FindPeriods(values, 100_000, 100));
    }

    private static JsonElement ToJson(SeriesAnalysis[] analyses)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (var analysis in analyses)
            {
                AnalysisWriter.Write(writer, analysis);
            }

            writer.WriteEndArray();
        }

        return JsonElement.Parse(bytes.WrittenSpan);
    }
}
