using System.Diagnostics;

namespace Tollama.Cli.Tests;

/// <summary>Starts the built program as its own process.</summary>
internal static class ProgramProcess
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "tollama.dll");

    /// <summary>Starts a command line with a clean environment.</summary>
    public static Process Start(
        IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Library);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string name in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    /// <summary>Runs a command line to its end.</summary>
    public static async Task<CliRun> RunAsync(
        IEnumerable<string> arguments, string? input, string folder, IReadOnlyDictionary<string, string> environment)
    {
        using var process = Start(arguments, folder, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input ?? string.Empty);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync(limit.Token);
        return new CliRun(process.ExitCode, await output, await error);
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("TOLLAMA_", StringComparison.Ordinal)
        || name.StartsWith("HF_", StringComparison.Ordinal)
        || name.Contains("PROXY", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("HUGGING", StringComparison.Ordinal);
}
