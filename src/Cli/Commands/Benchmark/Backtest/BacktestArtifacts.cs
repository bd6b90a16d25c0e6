using System.Text;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>The files that a backtest leaves (contract/cli §4.1).</summary>
internal static class BacktestArtifacts
{
    /// <summary>Writes them; the folder is made when it is not there.</summary>
    /// <exception cref="CommandFailedException">The folder cannot be written.</exception>
    public static async Task WriteAsync(BacktestReport report, string folder, CancellationToken cancellationToken)
    {
        var result = JsonElement.Parse(report.ToJson().ToJsonString());
        string text = JsonText.Pretty(result) + "\n";
        var routing = RoutingManifest.Parse(Encoding.UTF8.GetBytes(text)).ToJson();
        string manifest = JsonText.Pretty(JsonElement.Parse(routing.ToJsonString())) + "\n";
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, content) in new[]
                     {
                         ("result.json", text),
                         ($"benchmark_{report.Dataset.Fingerprint}.json", text),
                         ("routing.json", manifest),
                         ("leaderboard.csv", report.ToCsv()),
                         ("summary.md", report.ToMarkdown()),
                     })
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), content, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{folder}' cannot be written: {fault.Message}", fault);
        }
    }
}
