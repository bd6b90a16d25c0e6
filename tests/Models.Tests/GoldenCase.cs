using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests;

/// <summary>A request and the official answer (goldens/README.md), replayed on a family without HTTP.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _root;

    private GoldenCase(string family, JsonElement root)
    {
        _root = root;
        Checkpoint = Path.Combine(
            Golden.Folder(family), "hub", root.GetProperty("checkpoint").GetString()!.Split('/')[^1]);
    }

    /// <summary>Folder of the checkpoint.</summary>
    public string Checkpoint { get; }

    /// <summary>Code of the expected refusal; null where an answer is expected.</summary>
    public bool IsRefused => _root.GetProperty("expected").TryGetProperty("status", out _);

    /// <summary>Names of a family's cases in the checkout.</summary>
    public static IReadOnlyList<string> Names(string family) =>
        [.. Directory.EnumerateFiles(Path.Combine(Golden.Folder(family), "cases"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Reads a case.</summary>
    public static GoldenCase Read(string family, string name)
    {
        string path = Path.Combine(Golden.Folder(family), "cases", $"{name}.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return new GoldenCase(family, document.RootElement.Clone());
    }

    /// <summary>The checkpoint as an installed model of the family that recognises it.</summary>
    public ModelArtifact Artifact(ModelFamilies families) => Artifact(Path.GetFileName(Checkpoint), families);

    /// <summary>Another checkpoint of the same family as an installed model.</summary>
    public ModelArtifact Artifact(string checkpoint, ModelFamilies families)
    {
        string folder = Path.Combine(Path.GetDirectoryName(Checkpoint)!, checkpoint);
        var identity = families.Identify(folder)
            ?? throw new InvalidOperationException($"No family recognises {folder}.");
        return new ModelArtifact
        {
            Name = checkpoint,
            Family = identity.Family,
            Source = new("folder", folder, "main"),
            SnapshotPath = folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
    }

    /// <summary>The request.</summary>
    public ForecastRequest Request()
    {
        var request = _root.GetProperty("request");
        return new ForecastRequest
        {
            Model = "golden",
            Horizon = request.GetProperty("horizon").GetInt32(),
            Quantiles = request.TryGetProperty("quantiles", out var levels) ? Numbers(levels) : [],
            Options = Options(request),
            Parameters = Parameters(request),
            Series = [.. request.GetProperty("series").EnumerateArray().Select(Series)],
        };
    }

    /// <summary>Compares an answer with the official one.</summary>
    public void AssertMatches(ForecastResult result)
    {
        var expected = Answer().GetProperty("forecasts").EnumerateArray().ToArray();
        var series = _root.GetProperty("request").GetProperty("series").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, result.Forecasts.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            double room = Tolerance() * Span(Numbers(series[i].GetProperty("target")));
            var forecast = result.Forecasts[i];
            if (expected[i].TryGetProperty("start_timestamp", out var start))
            {
                Assert.Equal(start.GetString(), forecast.StartTimestamp);
            }

            AssertClose("mean", Numbers(expected[i].GetProperty("mean")), forecast.Mean.Span, room);
            if (
                !expected[i].TryGetProperty("quantiles", out var quantiles)
                || quantiles.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            var rows = forecast.Quantiles!.Rows;
            int q = 0;
            foreach (var column in quantiles.EnumerateObject())
            {
                AssertClose(column.Name, Numbers(column.Value), rows[q++].Span, room);
            }
        }
    }

    /// <summary>Where a case carries the answer of the authors' own entry point, that one counts.</summary>
    private JsonElement Answer() => _root.TryGetProperty("also", out var also) ? also : _root.GetProperty("expected");

    private double Tolerance() =>
        (_root.TryGetProperty("also", out var also) ? also : _root).GetProperty("tolerance").GetDouble();

    private static void AssertClose(string what, double[] expected, ReadOnlySpan<double> actual, double room)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int t = 0; t < expected.Length; t++)
        {
            bool isClose = Math.Abs(expected[t] - actual[t]) <= room;
            Assert.True(isClose, $"{what}[{t}]: expected {expected[t]}, got {actual[t]}, allowed ±{room:g3}");
        }
    }

    private static double Span(double[] target)
    {
        double[] known = [.. target.Where(value => !double.IsNaN(value)).DefaultIfEmpty(0)];
        return Math.Max(Math.Max(known.Max() - known.Min(), 1e-3 * known.Max(Math.Abs)), 1e-9);
    }

    /// <summary>Numbers of an array; null is a missing value.</summary>
    private static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Null ? double.NaN : x.GetDouble())];

    /// <summary>The request's options; cases of kind "mean" are answered without sampling.</summary>
    private ForecastOptions Options(JsonElement request)
    {
        var options = request.TryGetProperty("options", out var given)
            ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(given)! // an object in every case
            : [];
        if (_root.TryGetProperty("kind", out var kind) && kind.GetString() == "mean")
        {
            options["mean_path"] = JsonSerializer.SerializeToElement(true);
        }

        return new ForecastOptions(JsonSerializer.SerializeToElement(options));
    }

    private static ForecastParameters Parameters(JsonElement request)
    {
        if (!request.TryGetProperty("parameters", out var parameters))
        {
            return ForecastParameters.Default;
        }

        TimesFmParameters? timesFm = null;
        if (parameters.TryGetProperty("timesfm", out var given))
        {
            timesFm = new TimesFmParameters();
            timesFm = given.TryGetProperty("xreg_mode", out var mode)
                ? timesFm with
                {
                    XregMode = mode.GetString()!,
                }
                : timesFm;
            timesFm = given.TryGetProperty("ridge", out var ridge)
                ? timesFm with
                {
                    Ridge = ridge.GetDouble(),
                }
                : timesFm;
        }

        return new ForecastParameters
        {
            IsStrict = parameters.TryGetProperty("covariates_mode", out var strict) && strict.GetString() == "strict",
            TimesFm = timesFm,
        };
    }

    private static SeriesInput Series(JsonElement series) => new()
    {
        Id = series.GetProperty("id").GetString()!,
        Freq = series.GetProperty("freq").GetString()!,
        Timestamps = TimestampColumn.FromStrings(
            [.. series.GetProperty("timestamps").EnumerateArray().Select(text => text.GetString()!)]),
        Target = new NumberColumn(Numbers(series.GetProperty("target"))),
        PastCovariates = Covariates(series, "past_covariates"),
        FutureCovariates = Covariates(series, "future_covariates"),
    };

    private static Covariate[] Covariates(JsonElement series, string key) =>
        series.TryGetProperty(key, out var map) && map.ValueKind == JsonValueKind.Object
            ? [.. map.EnumerateObject().OrderBy(each => each.Name, StringComparer.Ordinal).Select(Covariate)]
            : [];

    private static Covariate Covariate(JsonProperty each) => each.Value[0].ValueKind != JsonValueKind.String
        ? new Covariate { Name = each.Name, Numbers = new NumberColumn(Numbers(each.Value)) }
        : new Covariate
        {
            Name = each.Name,
            Categories = [.. each.Value.EnumerateArray().Select(text => text.GetString()!)],
        };
}
