using System.Diagnostics;

namespace Tollama.Gateway.Tests.Dashboard;

/// <summary>The machine's own Chromium without a window, cut off from everything but this machine.</summary>
internal static class Chromium
{
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(_ => new[] { "chromium", "chromium-browser", "google-chrome" }, Path.Combine)
        .FirstOrDefault(File.Exists);

    /// <summary>
    /// Opens a page and lets ten seconds of its own time pass, which stands still while it waits for an answer.
    /// </summary>
    /// <returns>The page as its script has made it, and what the browser wrote to the console.</returns>
    public static async Task<(string Page, string[] Console)> OpenAsync(Uri address)
    {
        for (int tries = 1; ; tries++)
        {
            var (page, log) = await RunAsync(address);
            if (page.Contains("</html>", StringComparison.Ordinal))
            {
                return (page, [.. log.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
            }

            Assert.True(tries < Tries, $"Chromium printed no page: {log}"); // it died, whatever the page is
        }
    }

    private static async Task<(string Page, string Log)> RunAsync(Uri address)
    {
        var profile = Directory.CreateTempSubdirectory("tollama-chromium-");
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--proxy-server=direct://",
            $"--user-data-dir={profile.FullName}", "--enable-logging=stderr",
            "--virtual-time-budget=10000", "--dump-dom", address.AbsoluteUri,
        ];
        using var process = Process.Start(new ProcessStartInfo(Program!, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var page = process.StandardOutput.ReadToEndAsync();
            var log = process.StandardError.ReadToEndAsync();
            await Task.WhenAll(page, log, process.WaitForExitAsync()).WaitAsync(Patience);
            return (await page, await log);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            profile.Delete(recursive: true);
        }
    }
}
