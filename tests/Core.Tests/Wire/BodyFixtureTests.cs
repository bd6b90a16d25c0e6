using System.Buffers;
using System.Text;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Testing;

namespace Tollama.Core.Tests.Wire;

public sealed class BodyFixtureTests
{
    private static readonly Dictionary<string, Action<ReadOnlyMemory<byte>>> Readers = new(StringComparer.Ordinal)
    {
        ["/v1/forecast"] = body => ForecastBodies.ReadForecast(body, ForecastRoute.V1),
        ["/api/forecast"] = body => ForecastBodies.ReadForecast(body, ForecastRoute.Api),
        ["/api/compare"] = body => ForecastBodies.ReadCompare(body),
        ["/api/auto-forecast"] = body => ForecastBodies.ReadAutoForecast(body),
        ["/api/what-if"] = body => ForecastBodies.ReadWhatIf(body),
        ["/api/analyze"] = body => ForecastBodies.ReadAnalyze(body),
        ["/api/show"] = body => ModelBodies.ReadName(body),
        ["/api/delete"] = body => ModelBodies.ReadName(body),
        ["/api/pull"] = body => ModelBodies.ReadPull(body),
        ["/v1/models/pull"] = body => ModelBodies.ReadRegister(body),
    };

    public static TheoryData<string> Refused() => Select(refused: true);

    public static TheoryData<string> Accepted() => Select(refused: false);

    [Theory]
    [MemberData(nameof(Refused))]
    public void Reports_the_problems_that_the_fixture_lists(string name)
    {
        using var fixture = CompatFixtures.Load("http", name);
        var root = fixture.RootElement;

        var fault = Assert.Throws<ValidationException>(() => Read(root));

        var expected = root.GetProperty("expect_body_subset").GetProperty("detail");
        Assert.Empty(JsonMatcher.Mismatches(expected, Detail(fault)));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Reads_every_body_that_the_fixture_accepts(string name)
    {
        using var fixture = CompatFixtures.Load("http", name);

        Read(fixture.RootElement);
    }

    private static TheoryData<string> Select(bool refused)
    {
        var names = new TheoryData<string>();
        foreach (string name in CompatFixtures.Names("http"))
        {
            using var fixture = CompatFixtures.Load("http", name);
            var root = fixture.RootElement;
            bool isJson = !root.TryGetProperty("content_type", out var type) || type.ValueEquals("application/json");
            bool hasBody = root.GetProperty("request").ValueKind != JsonValueKind.Null
                || root.TryGetProperty("raw_body", out _);
            if (isJson && hasBody && name != "newer-no-content-type"
                && Readers.ContainsKey(root.GetProperty("path").GetString()!) && IsRefused(root) == refused)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static bool IsRefused(JsonElement root) =>
        root.GetProperty("expect_status").GetInt32() == 400
        && root.TryGetProperty("expect_body_subset", out var body)
        && body.TryGetProperty("detail", out var detail)
        && (detail.ValueKind == JsonValueKind.Array || detail.TryGetProperty("$contains", out _));

    private static void Read(JsonElement root)
    {
        string body = root.TryGetProperty("raw_body", out var raw) && raw.ValueKind == JsonValueKind.String
            ? raw.GetString()!
            : root.GetProperty("request").GetRawText();
        Readers[root.GetProperty("path").GetString()!](Encoding.UTF8.GetBytes(body));
    }

    private static JsonElement Detail(ValidationException fault)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            fault.WriteDetail(writer);
        }

        return JsonElement.Parse(bytes.WrittenSpan);
    }
}
