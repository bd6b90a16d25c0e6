using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Composites;

/// <summary>Numbers of answers are in pooled memory, which others get as soon as an answer is written.</summary>
public sealed class PooledAnswerTests
{
    private const string Model = "granite-ttm-r2-main";

    [Fact]
    public async Task Every_route_answers_with_its_own_numbers_however_many_answers_share_the_pool()
    {
        await using var server = await GatewayServer.StartAsync();
        using var pulled = await server.Client.PostAsJsonAsync("/api/pull", new { model = Model, stream = false });
        pulled.EnsureSuccessStatusCode();
        var alone = new List<double[]>();
        for (int caller = 0; caller < 4; caller++)
        {
            alone.Add(Means(await PostAsync(server, "/v1/forecast", Request(caller, ("model", Model)))));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async caller =>
        {
            for (int round = 0; round < 5; round++)
            {
                var compared = await PostAsync(
                    server, "/api/compare", Request(caller, ("models", new JsonArray(Model, "naive"))));
                AssertClose(alone[caller], Means(compared["results"]![0]!["response"]!));
                var chosen = await PostAsync(server, "/api/auto-forecast", Request(caller, ("model", Model)));
                AssertClose(alone[caller], Means(chosen["response"]!));
                var streamed = await PostTextAsync(
                    server, "/api/forecast/stream", Request(caller, ("model", Model)));
                string done = streamed.Split("event: done\ndata: ")[1].Split('\n')[0];
                AssertClose(alone[caller], Means(JsonNode.Parse(done)!["response"]!));
            }
        }));
    }

    [Fact]
    public async Task What_is_held_goes_back_together_when_the_answer_is_written()
    {
        var (first, second) = (Response(), Response());
        using (AnswerMemory.Hold())
        {
            AnswerMemory.Add(first);
            await Task.Run(() => AnswerMemory.Add(second)); // a part that is forecast on another thread
            Assert.Equal(2, first.Forecasts[0].Mean.Span.Length);
        }

        Assert.Throws<ObjectDisposedException>(() => first.Forecasts[0].Mean.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => second.Forecasts[0].Mean.Span.Length);
    }

    [Fact]
    public async Task What_ends_after_the_answer_keeps_its_numbers()
    {
        var late = new TaskCompletionSource();
        var response = Response();
        Task abandoned;
        using (AnswerMemory.Hold())
        {
            abandoned = AddLaterAsync();
        }

        late.SetResult();
        await abandoned;

        Assert.Equal(2, response.Forecasts[0].Mean.Span.Length);

        async Task AddLaterAsync()
        {
            await late.Task;
            AnswerMemory.Add(response);
        }
    }

    /// <summary>Rows that share a call round a little differently.</summary>
    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    private static ForecastResponse Response()
    {
        var memory = new ForecastMemory(2);
        var mean = memory.Take(2);
        mean.Span.Fill(1);
        return new ForecastResponse
        {
            Model = Model,
            Forecasts =
            [
                new SeriesForecast { Id = "s", Freq = "D", StartTimestamp = "2025-01-01", Mean = new NumberColumn(mean) },
            ],
        };
    }

    private static JsonObject Request(int caller, (string Name, JsonNode Value) models) => new()
    {
        [models.Name] = models.Value,
        ["horizon"] = 24,
        ["series"] = new JsonArray(new JsonObject
        {
            ["id"] = "s",
            ["freq"] = "h",
            ["timestamps"] = new JsonArray([.. Enumerable.Range(0, 512).Select(hour =>
                (JsonNode)new DateTime(2025, 1, 1).AddHours(hour).ToString("s", CultureInfo.InvariantCulture))]),
            ["target"] = new JsonArray([.. Enumerable.Range(0, 512).Select(hour =>
                (JsonNode)(caller + Math.Sin(hour * (caller + 1) * 0.1)))]),
        }),
    };

    private static double[] Means(JsonNode response) =>
        [.. response["forecasts"]![0]!["mean"]!.AsArray().Select(value => (double)value!)];

    private static async Task<JsonNode> PostAsync(GatewayServer server, string route, JsonObject request) =>
        JsonNode.Parse(await PostTextAsync(server, route, request))!;

    private static async Task<string> PostTextAsync(GatewayServer server, string route, JsonObject request)
    {
        using var answer = await server.Client.PostAsJsonAsync(route, request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
