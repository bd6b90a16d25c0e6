using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Composites;

/// <summary>What callers see of a bug inside a model.</summary>
public sealed class UnforeseenFaultTests
{
    private static readonly object[] Series =
        [new { id = "s", freq = "D", timestamps = new[] { "2025-01-01", "2025-01-02" }, target = new[] { 1, 2 } }];

    [Fact]
    public async Task A_comparison_has_it_as_an_entry()
    {
        await using var server = await StartAsync();

        using var answer = await server.Client.PostAsJsonAsync(
            "/api/compare", new { models = new[] { "naive", "theta" }, horizon = 1, series = Series });

        var results = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results");
        Assert.All(results.EnumerateArray(), result =>
        {
            var error = result.GetProperty("error");
            Assert.Equal("INTERNAL_ERROR", error.GetProperty("category").GetString());
            Assert.Equal(500, error.GetProperty("status_code").GetInt32());
            Assert.DoesNotContain(BuggyModels.Secret, error.GetProperty("message").GetString());
        });
    }

    [Fact]
    public async Task A_forecast_is_a_plain_500()
    {
        await using var server = await StartAsync();

        using var answer = await server.Client.PostAsJsonAsync(
            "/v1/forecast",
            new
            {
                model = "naive",
                horizon = 1,
                series = Series,
            });

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("Internal Server Error", await answer.Content.ReadAsStringAsync());
    }

    private static Task<GatewayServer> StartAsync() =>
        GatewayServer.StartAsync(
            GatewayServer.NewHome(),
            new Dictionary<string, string>(),
            services => services.AddSingleton<IForecasterFactory, BuggyModels>());

    private sealed class BuggyModels : IForecasterFactory
    {
        public const string Secret = "an index that is nobody's business";

        public void Check(ModelArtifact artifact, ForecastRequest request) =>
            throw new InvalidOperationException(Secret);

        public long EstimateBytes(ModelArtifact artifact) => throw new InvalidOperationException(Secret);

        public ValueTask<IForecaster> CreateAsync(
            ModelArtifact artifact,
            DeviceId device,
            CancellationToken cancellationToken) => throw new InvalidOperationException(Secret);

        public ModelIdentity? Identify(string snapshotPath) => null;
    }
}
