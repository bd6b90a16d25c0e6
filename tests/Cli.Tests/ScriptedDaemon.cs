using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Cli.Output;
using Tollama.Client;
using Tollama.Client.Transport;
using Tollama.Testing;

namespace Tollama.Cli.Tests;

/// <summary>
/// Stands in for a daemon: every model is there, and forecasts the last value with intervals of no width.
/// </summary>
internal sealed class ScriptedDaemon : HttpMessageHandler
{
    /// <summary>The forecast requests, in the order in which they came.</summary>
    public ConcurrentQueue<JsonElement> Forecasts { get; } = [];

    /// <summary>The models that it lists.</summary>
    public IReadOnlyList<string> Models { get; } = ["naive", "theta"];

    /// <summary>Warnings of every forecast.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Runs while a forecast is made; its argument is the model.</summary>
    public Action<string> Working { get; init; } = _ => { };

    /// <summary>
    /// One that moves a clock: forecasts take 5 ms with the model naive, 13 ms with others; each model's first one
    /// takes 50 ms longer, and the first two of all take 200 ms longer.
    /// </summary>
    public static ScriptedDaemon SlowAtFirst(ManualTimeProvider time)
    {
        int calls = 0;
        var warm = new HashSet<string>();
        return new ScriptedDaemon
        {
            Working = model => time.Advance(TimeSpan.FromMilliseconds(
                (model == "naive" ? 5 : 13) + (warm.Add(model) ? 50 : 0) + (++calls <= 2 ? 200 : 0))),
        };
    }

    /// <summary>A progress that is not shown.</summary>
    public static Progress NoProgress() => new(
        ProgressMode.Off,
        new Terminal { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null },
        TimeProvider.System);

    /// <summary>A client that speaks to it.</summary>
    public DaemonTransport Client() =>
        new(new TollamaClientOptions { Handler = this, Timeout = TimeSpan.FromMinutes(5) });

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = request.RequestUri!.AbsolutePath switch // a client sends full addresses
        {
            "/api/show" => new JsonObject { ["family"] = "baseline" },
            "/v1/models" => new JsonObject { ["builtin"] = new JsonArray([.. Models.Select(Named)]) },
            _ => Forecast(JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))), // a POST
        };
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }

    private static JsonObject Named(string model) => new() { ["name"] = model };

    private JsonObject Forecast(JsonElement body)
    {
        Forecasts.Enqueue(body);
        Working(body.GetProperty("model").GetString()!); // every request names its model
        var levels = body.TryGetProperty("quantiles", out var asked) ? asked.EnumerateArray().ToList() : [];
        return new JsonObject
        {
            ["forecasts"] = new JsonArray(new JsonObject
            {
                ["id"] = body.GetProperty("series")[0].GetProperty("id").GetString(),
                ["mean"] = LastValues(body),
                ["quantiles"] = new JsonObject(levels.Select(
                    level => KeyValuePair.Create<string, JsonNode?>(level.GetRawText(), LastValues(body)))),
            }),
            ["warnings"] = new JsonArray([.. Warnings.Select(warning => JsonValue.Create(warning))]),
            ["metrics"] = new JsonObject { ["aggregate"] = new JsonObject { ["mase"] = 1.0 } },
        };
    }

    private static JsonArray LastValues(JsonElement body)
    {
        double last = body.GetProperty("series")[0].GetProperty("target").EnumerateArray().Last().GetDouble();
        int horizon = body.GetProperty("horizon").GetInt32();
        return [.. Enumerable.Repeat(last, horizon).Select(value => JsonValue.Create(value))];
    }
}
