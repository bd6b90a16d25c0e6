using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Testing;

namespace Tollama.Models.Tests.Baseline.Goldens;

/// <summary>One file of tests/golden/baseline (its README tells what the keys mean).</summary>
internal sealed record GoldenCase(string Model, ForecastRequest Request, JsonElement Expected, double Tolerance)
{
    /// <summary>Folder of the cases.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "tests", "golden", "baseline");

    /// <summary>What the reference fitted; undefined when it fitted nothing.</summary>
    public JsonElement Fitted => Expected.TryGetProperty("fitted", out var fitted) ? fitted : default;

    /// <summary>What our fit must reach; null when the case has no search.</summary>
    public JsonElement? Objective => Expected.TryGetProperty("objective", out var objective) ? objective : null;

    /// <summary>The reference evaluated at given parameters; null when it was not.</summary>
    public JsonElement? AtParameters => Expected.TryGetProperty("at_parameters", out var at) ? at : null;

    /// <summary>The reference's forecast of the only series.</summary>
    public JsonElement Forecast => Expected.GetProperty("forecasts")[0];

    /// <summary>Names of all cases of a model, or of all models.</summary>
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder, "*.json").Select(
            Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    /// <summary>Reads a case.</summary>
    public static GoldenCase Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        var root = document.RootElement.Clone();
        string model = root.GetProperty("model").GetString()!;
        return new GoldenCase(
            model,
            RequestJson.Read(model, root.GetProperty("request")),
            root.GetProperty("expected"),
            root.GetProperty("tolerance").GetDouble());
    }

    /// <summary>The same request with further options.</summary>
    public ForecastRequest With(params (string Name, JsonNode? Value)[] options)
    {
        var merged = Request.Options.Root.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(Request.Options.Root)!
            : [];
        foreach (var (name, value) in options)
        {
            merged[name] = value;
        }

        return Request with { Options = new ForecastOptions(JsonSerializer.SerializeToElement(merged)) };
    }

    /// <summary>
    /// Largest distance that counts as one: max − min of the target, never below 1e-3 of its size or 1e-9.
    /// </summary>
    public double Span()
    {
        double[] y = Request.Series[0].Target.Values.ToArray();
        return Math.Max(Math.Max(y.Max() - y.Min(), 1e-3 * y.Max(Math.Abs)), 1e-9);
    }
}
