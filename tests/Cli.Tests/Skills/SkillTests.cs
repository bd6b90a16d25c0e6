using System.Diagnostics;
using System.Text.Json;
using Tollama.Client.Agents;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Skills;

/// <summary>
/// The shell skill: one JSON document out, exit codes as the contract has them, with the program and with curl.
/// </summary>
public sealed class SkillTests : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "skills", "tollama-forecast");

    private readonly string _programs = Directory.CreateTempSubdirectory("tollama-path-").FullName;
    private EmbeddedHost _host = null!; // InitializeAsync

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pulls_on_demand_forecasts_and_removes(bool hasProgram)
    {
        string request = Path.Combine(Folder, "examples", "metrics.json");

        var missing = await RunAsync(hasProgram, "tollama-forecast.sh", "--model", "mock", "--input", request);
        var forecast = await RunAsync(
            hasProgram, "tollama-forecast.sh", "--model", "mock", "--input", request, "--pull", "--metrics", "rmse");
        var removed = await RunAsync(hasProgram, "tollama-rm.sh", "--model", "mock");

        Assert.Equal(4, missing.ExitCode);
        Assert.Contains("--pull", missing.Error, StringComparison.Ordinal);
        Assert.True(forecast.ExitCode == 0, forecast.ToString());
        using var reply = JsonDocument.Parse(forecast.Out);
        Assert.Equal("mock", reply.RootElement.GetProperty("model").GetString());
        Assert.Equal(
            ["rmse"],
            reply.RootElement.GetProperty("metrics").GetProperty("aggregate").EnumerateObject().Select(m => m.Name));
        Assert.True(removed.ExitCode == 0, removed.ToString());
    }

    [SkippableTheory]
    [InlineData(false, 0, "tollama-health.sh", "--runtimes")]
    [InlineData(false, 0, "tollama-models.sh", "installed")]
    [InlineData(true, 0, "tollama-models.sh", "available")]
    [InlineData(false, 0, "tollama-info.sh", "--section", "daemon")]
    [InlineData(true, 0, "tollama-info.sh", "--section", "env")]
    [InlineData(false, 4, "tollama-models.sh", "show", "nope")]
    [InlineData(true, 4, "tollama-models.sh", "show", "nope")]
    [InlineData(false, 10, "tollama-models.sh", "rm", "nope")]
    [InlineData(true, 10, "tollama-models.sh", "rm", "nope")]
    [InlineData(false, 5, "tollama-pull.sh", "--model", "moirai-2.0-R-small")]
    [InlineData(true, 5, "tollama-pull.sh", "--model", "moirai-2.0-R-small")]
    [InlineData(false, 3, "tollama-health.sh", "--base-url", "http://127.0.0.1:1")]
    [InlineData(true, 3, "tollama-models.sh", "loaded", "--base-url", "http://127.0.0.1:1")]
    [InlineData(false, 2, "tollama-health.sh", "--timeout", "0")]
    [InlineData(false, 2, "tollama-models.sh", "installed", "--section", "env")]
    [InlineData(false, 2, "tollama-models.sh", "show", "x", "--accept-license")]
    [InlineData(false, 2, "tollama-info.sh", "--section", "cpu")]
    [InlineData(false, 2, "tollama-forecast.sh", "--input", "x")]
    [InlineData(false, 0, "tollama-forecast.sh", "--help")]
    public async Task Ends_with_the_exit_code_of_the_contract(
        bool hasProgram,
        int exitCode,
        string script,
        params string[] arguments)
    {
        var run = await RunAsync(hasProgram, script, arguments);

        Assert.True(run.ExitCode == exitCode, run.ToString());
        if (exitCode != 0)
        {
            using var error = JsonDocument.Parse(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
            Assert.Equal(exitCode, error.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
            Assert.Empty(run.Out);
        }
        else if (run.Out.Length > 0)
        {
            using var document = JsonDocument.Parse(run.Out);
        }
    }

    [SkippableFact]
    public async Task A_request_that_is_no_object_is_refused_before_anything_is_sent()
    {
        string path = Path.Combine(_programs, "request.json");
        await File.WriteAllTextAsync(path, "[1, 2]");

        var run = await RunAsync(false, "tollama-forecast.sh", "--model", "mock", "--input", path);

        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public void The_functions_for_openai_are_closed_and_name_what_they_require()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "openai-tools.json")));
        var functions = document
            .RootElement.GetProperty("tools")
            .EnumerateArray()
            .Select(tool => tool.GetProperty("function"))
            .ToList();

        Assert.Equal(
            ["tollama_forecast", "tollama_health", "tollama_models"],
            functions.Select(item => item.GetProperty("name").GetString()));
        Assert.All(
            functions,
            item => Assert.False(item.GetProperty("parameters").GetProperty("additionalProperties").GetBoolean()));
        // the functions have names
        Assert.All(functions, item => Assert.NotNull(AgentTools.Find(item.GetProperty("name").GetString()!)));
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _host = await EmbeddedHost.StartAsync();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string program = Path.Combine(_programs, "tollama");
        string library = Path.Combine(AppContext.BaseDirectory, "tollama.dll");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{library}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_programs, recursive: true);
    }

    private async Task<CliRun> RunAsync(bool hasProgram, string script, params string[] arguments)
    {
        Skip.If(OperatingSystem.IsWindows() || !File.Exists("/bin/bash"), "The skill needs bash.");
        string path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        Skip.IfNot(
            path.Split(':').Any(folder => File.Exists(Path.Combine(folder, "curl"))),
            "The skill's health check needs curl.");
        var start = new ProcessStartInfo("/bin/bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(Folder, "bin", script));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PATH"] = hasProgram ? $"{_programs}:{path}" : path;
        start.Environment["TOLLAMA_BASE_URL"] = _host.Address;
        start.Environment["TOLLAMA_HOME"] = _host.Home;
        start.Environment["TOLLAMA_JSON_STDERR"] = "1";
        using var process = Process.Start(start)!; // bash is there
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync(limit.Token);
        return new CliRun(process.ExitCode, await output, await error);
    }
}
