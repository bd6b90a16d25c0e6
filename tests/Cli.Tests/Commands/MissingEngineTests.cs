using System.Text.Json;

namespace Tollama.Cli.Tests.Commands;

/// <summary>A machine without a usable inference engine: whatever needs none goes on working.</summary>
public sealed class MissingEngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-no-engine-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nowhere.so")]
    [InlineData("wrong.so")]
    public async Task Doctor_names_the_file_and_the_remedy(string library)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "wrong.so"), "no library");

        var run = await RunAsync(library, "doctor", "--json");

        var check = JsonDocument.Parse(run.Out).RootElement.GetProperty("checks").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "native_library");
        Assert.NotEqual("pass", check.GetProperty("status").GetString());
        string message = check.GetProperty("message").GetString()!;
        Assert.Contains(library, message, StringComparison.Ordinal);
        Assert.Contains("TOLLAMA_ENGINE_LIBRARY", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistical_models_forecast()
    {
        var run = await RunAsync(
            "nowhere.so",
            "run",
            "seasonal-naive",
            "--input",
            "bundled:air_passengers",
            "--horizon",
            "3",
            "--no-stream");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"mean\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_is_one_clear_error()
    {
        await RunAsync("nowhere.so", "dev", "random-checkpoint", "granite-ttm", "--size", "tiny", "--out", "ttm");

        var run = await RunAsync(
            "nowhere.so",
            "run",
            Path.Combine(_folder, "ttm"),
            "--input",
            "bundled:air_passengers",
            "--horizon",
            "3",
            "--no-stream");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("DEPENDENCY_MISSING", run.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.so", run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(string library, params string[] arguments) => CliRun.OfAsync(
        arguments,
        folder: _folder,
        environment: new Dictionary<string, string>
        {
            ["TOLLAMA_HOME"] = Path.Combine(_folder, "home"),
            ["TOLLAMA_ENGINE_LIBRARY"] = Path.Combine(_folder, library),
            ["TOLLAMA_BASE_URL"] = "",
        });
}
