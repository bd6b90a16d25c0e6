using System.Text;
using System.Text.RegularExpressions;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Docs;

/// <summary>The requests of the guides.</summary>
public sealed class GuideRequestTests
{
    [Fact]
    public async Task Every_request_of_the_guide_is_answered()
    {
        string page = await File.ReadAllTextAsync(
            Path.Combine(RepositoryRoot.Path, "docs", "guides", "forecast-over-http.md"));
        var requests = Regex
            .Matches(
                page,
                "`POST (?<path>[^`]+)`\n\n```json\n(?<body>.*?)```",
                RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .Select(match => (Path: match.Groups["path"].Value, Body: match.Groups["body"].Value))
            .ToList();
        await using var server = await GatewayServer.StartAsync();
        using var pull = await server.Client.PostAsync(
            "/api/pull", Json("""{"model": "granite-ttm-r2-main", "stream": false}"""));
        Assert.True(pull.IsSuccessStatusCode, await pull.Content.ReadAsStringAsync());

        Assert.Equal(6, requests.Count);
        foreach (var (path, body) in requests)
        {
            using var response = await server.Client.PostAsync(path, Json(body));
            string answer = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {answer}");
            Assert.DoesNotContain("\"error\":{", answer, StringComparison.Ordinal);
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
