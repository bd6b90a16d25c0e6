using System.Text.Json;

namespace Tollama.Cli.Tests.Commands;

/// <summary><c>tollama export</c>.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_checkpoint_folder_is_exported_beside_its_weights()
    {
        await CliRun.OfAsync(
            ["dev", "random-checkpoint", "granite-ttm", "--size", "tiny", "--out", "ttm"],
            folder: _folder);

        var run = await RunAsync("export", "./ttm", "--out", "onnx", "--json");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var report = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("granite-ttm", report.GetProperty("family").GetString());
        Assert.Equal("onnx", report.GetProperty("format").GetString());
        Assert.True(File.Exists(report.GetProperty("path").GetString()));
        string weights = Assert.Single(report.GetProperty("weights").EnumerateArray()).GetString()!;
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(_folder, "ttm", "model.safetensors")),
            await File.ReadAllBytesAsync(weights));
    }

    [Theory]
    [InlineData(1, "pull chronos2", "chronos2")]
    [InlineData(1, "--format onnx", "chronos2", "--format", "torchscript")]
    [InlineData(2, "--format", "chronos2", "--format", "pickle")]
    public async Task What_cannot_be_exported_is_refused_with_the_remedy(
        int exitCode,
        string part,
        params string[] arguments)
    {
        var run = await RunAsync(["export", .. arguments]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(
        arguments,
        folder: _folder,
        environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = Path.Combine(_folder, "home") });
}
