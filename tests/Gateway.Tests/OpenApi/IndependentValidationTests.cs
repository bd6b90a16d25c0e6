using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.OpenApi;

/// <summary>
/// The checked-in document before a validator that others wrote. npm fetches it as <c>Validator/package-lock.json</c> pins
/// it, without running scripts of packages.
/// </summary>
public sealed class IndependentValidationTests
{
    private static readonly string Source = Path.Combine(RepositoryRoot.Path, "tests", "Gateway.Tests", "OpenApi", "Validator");
    private static readonly string Document = Path.Combine(RepositoryRoot.Path, "docs", "api", "openapi.json");

    /// <summary>What npm says when it cannot reach a registry and has nothing in its cache.</summary>
    private static readonly string[] OfflineCodes = ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENOTCACHED"];

    [SkippableFact]
    public async Task Nothing_is_wrong_with_the_document_and_its_examples()
    {
        string folder = await InstallAsync();

        var (status, output) = await RunAsync("node", folder, "check.mjs", Document);

        Assert.True(status == 0, output);
        Assert.Equal(string.Empty, output.Trim());
    }

    [SkippableFact]
    public async Task A_broken_document_is_noticed()
    {
        string folder = await InstallAsync();
        string broken = Path.Combine(folder, "broken.json");
        string text = await File.ReadAllTextAsync(Document);
        await File.WriteAllTextAsync(broken, text
            .Replace("\"operationId\"", "\"operationNumber\"", StringComparison.Ordinal)
            .Replace("\"horizon\": 2", "\"horizon\": \"two\"", StringComparison.Ordinal));

        var (_, output) = await RunAsync("node", folder, "check.mjs", broken);

        Assert.Contains("/paths/~1api~1analyze/post", output);
        Assert.Contains("example of ForecastRequest: /horizon must be integer", output);
    }

    [SkippableFact]
    public async Task Answers_have_the_shape_that_the_document_promises()
    {
        string folder = await InstallAsync();
        await using var server = await GatewayServer.StartAsync();
        var samples = new JsonArray();
        await foreach (var sample in ApiSample.AllAsync(server.Client, JsonNode.Parse(await File.ReadAllTextAsync(Document))!))
        {
            if (sample.Schema is not null)
            {
                samples.Add(new JsonObject
                {
                    ["route"] = sample.Route, ["schema"] = sample.Schema, ["answer"] = JsonNode.Parse(sample.Body),
                });
            }
        }

        string answers = Path.Combine(folder, "answers.json");
        await File.WriteAllTextAsync(answers, samples.ToJsonString());
        var (status, output) = await RunAsync("node", folder, "check-answers.mjs", Document, answers);

        Assert.NotEmpty(samples);
        Assert.True(status == 0, output);
        Assert.Equal(string.Empty, output.Trim());
    }

    private static async Task<string> InstallAsync()
    {
        string folder = Directory.CreateTempSubdirectory("tollama-openapi-").FullName;
        foreach (string file in Directory.EnumerateFiles(Source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var (status, output) = await RunAsync(npm, folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        Skip.If(
            status != 0 && OfflineCodes.Any(code => output.Contains(code, StringComparison.Ordinal)),
            "This test needs the validator of OpenAPI documents, and npm could not fetch it.");
        Assert.True(status == 0, output);
        return folder;
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Skip.If(true, $"This test needs {program}.");
        }

        using var running = process!; // the skip above throws
        var output = running.StandardOutput.ReadToEndAsync();
        var errors = running.StandardError.ReadToEndAsync();
        await running.WaitForExitAsync();
        return (running.ExitCode, await output + (running.ExitCode == 0 ? string.Empty : await errors));
    }
}
