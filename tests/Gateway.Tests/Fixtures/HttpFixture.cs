using System.Globalization;
using System.Text.Json;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Fixtures;

/// <summary>Replays one case of compat-fixtures/http on a server of its own.</summary>
internal static class HttpFixture
{
    /// <summary>Every way in which the answer differs from the expectation.</summary>
    public static async Task<IReadOnlyList<string>> ReplayAsync(string name)
    {
        string home = GatewayServer.NewHome();
        string text = await File.ReadAllTextAsync(Path.Combine(CompatFixtures.Folder, "http", name + ".json"));
        using var document = JsonDocument.Parse(text.Replace("${HOME_DIR}", home, StringComparison.Ordinal));
        var fixture = document.RootElement;
        await WriteHomeFilesAsync(fixture, home);
        await using var server = await GatewayServer.StartAsync(home, Variables(fixture));
        var found = new List<string>();
        await PrepareAsync(server.Client, fixture, "setup", found);
        if (found.Count > 0)
        {
            return found;
        }

        using var request = FixtureRequest.Create(fixture);
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await PrepareAsync(server.Client, fixture, "during", found);
        string body = await response.Content.ReadAsStringAsync();
        Compare(fixture, response, body, found);
        return found;
    }

    /// <summary>
    /// Replays a file of tests/contracts/siblings: one server, one setup, then <c>cases</c> in order, each as a fixture
    /// has it.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ReplayCasesAsync(string path)
    {
        string home = GatewayServer.NewHome();
        string text = await File.ReadAllTextAsync(path);
        using var document = JsonDocument.Parse(text.Replace("${HOME_DIR}", home, StringComparison.Ordinal));
        var file = document.RootElement;
        await WriteHomeFilesAsync(file, home);
        await using var server = await GatewayServer.StartAsync(home, Variables(file));
        var found = new List<string>();
        await PrepareAsync(server.Client, file, "setup", found);
        foreach (var item in file.GetProperty("cases").EnumerateArray())
        {
            using var request = FixtureRequest.Create(item);
            using var response = await server.Client.SendAsync(request);
            var differences = new List<string>();
            Compare(item, response, await response.Content.ReadAsStringAsync(), differences);
            found.AddRange(differences.Select(difference => $"{item.GetProperty("name")}: {difference}"));
        }

        return found;
    }

    private static async Task WriteHomeFilesAsync(JsonElement fixture, string home)
    {
        if (FixtureRequest.Find(fixture, "home_files") is not { } files)
        {
            return;
        }

        foreach (var file in files.EnumerateObject())
        {
            string path = Path.Combine(home, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, FixtureRequest.Content(file.Value));
        }
    }

    private static Dictionary<string, string> Variables(JsonElement fixture) =>
        FixtureRequest.Find(fixture, "env") is { } variables
            ? variables.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ToString())
            : [];

    private static async Task PrepareAsync(HttpClient client, JsonElement fixture, string key, List<string> found)
    {
        if (FixtureRequest.Find(fixture, key) is not { } steps)
        {
            return;
        }

        foreach (var step in steps.EnumerateArray())
        {
            using var request = FixtureRequest.Create(step);
            using var response = await client.SendAsync(request);
            bool mayFail = FixtureRequest.Find(step, "allow_failure") is { ValueKind: JsonValueKind.True };
            if ((int)response.StatusCode >= 400 && !mayFail)
            {
                found.Add($"{key}: {request.Method} {request.RequestUri} answered {(int)response.StatusCode}: "
                    + await response.Content.ReadAsStringAsync());
                return;
            }
        }
    }

    private static void Compare(JsonElement fixture, HttpResponseMessage response, string body, List<string> found)
    {
        int status = fixture.GetProperty("expect_status").GetInt32();
        if ((int)response.StatusCode != status)
        {
            found.Add($"status {(int)response.StatusCode}, expected {status}: {Cut(body)}");
        }

        CompareHeaders(fixture, response, found);
        if (FixtureRequest.Find(fixture, "expect_text_contains") is { } texts)
        {
            found.AddRange(texts.EnumerateArray()
                .Where(part => !body.Contains(part.GetString()!, StringComparison.Ordinal))
                .Select(part => $"text lacks {part}: {Cut(body)}"));
        }

        CompareJson(fixture, "expect_body_subset", () => body, found);
        CompareJson(fixture, "expect_lines", () => JoinLines(body), found);
        CompareJson(fixture, "expect_sse", () => ServerSentEvents.ToJson(body), found);
    }

    private static void CompareHeaders(JsonElement fixture, HttpResponseMessage response, List<string> found)
    {
        if (FixtureRequest.Find(fixture, "expect_headers") is not { } headers)
        {
            return;
        }

        foreach (var header in headers.EnumerateObject())
        {
            bool isThere = response.Headers.TryGetValues(header.Name, out var values)
                || response.Content.Headers.TryGetValues(header.Name, out values);
            string got = isThere ? string.Join(", ", values!) : "nothing";
            if (!got.StartsWith(header.Value.GetString()!, StringComparison.OrdinalIgnoreCase))
            {
                found.Add($"header {header.Name}: {got} does not start with {header.Value}");
            }
        }
    }

    private static void CompareJson(JsonElement fixture, string key, Func<string> actual, List<string> found)
    {
        if (!fixture.TryGetProperty(key, out var expected))
        {
            return;
        }

        string text = actual();
        try
        {
            using var document = JsonDocument.Parse(text);
            found.AddRange(JsonMatcher.Mismatches(expected, document.RootElement));
        }
        catch (JsonException fault)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: not JSON ({fault.Message}): {Cut(text)}"));
        }
    }

    private static string JoinLines(string body) =>
        $"[{string.Join(',', body.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)))}]";

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
