using System.ComponentModel;
using System.Diagnostics;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.OpenApi;

/// <summary>
/// The validator that <c>Validator/package-lock.json</c> pins, in a folder of its own. npm fetches it without running
/// scripts of packages; a machine without npm, or without a way to its registry, has none.
/// </summary>
public sealed class OpenApiValidator : IAsyncLifetime
{
    private static readonly string Source = Path.Combine(
        RepositoryRoot.Path,
        "tests",
        "Gateway.Tests",
        "OpenApi",
        "Validator");

    /// <summary>What npm says when it cannot reach a registry and has nothing in its cache.</summary>
    private static readonly string[] OfflineCodes =
    [
        "ENOTFOUND",
        "ECONNREFUSED",
        "ECONNRESET",
        "ETIMEDOUT",
        "EAI_AGAIN",
        "ENOTCACHED",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-openapi-").FullName;

    /// <summary>What the machine lacks; null when the validator is there.</summary>
    public string? Missing { get; private set; }

    /// <summary>A path for a file that goes away with the validator.</summary>
    public string NewFile(string name) => Path.Combine(_folder, name);

    /// <summary>Runs one of the scripts and returns what it printed; fails the test when it breaks.</summary>
    public async Task<string> RunAsync(string script, params string[] arguments)
    {
        var (status, output, errors) = await StartAsync("node", [script, .. arguments]);
        Assert.True(status == 0, errors);
        return output.Trim();
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        foreach (string file in Directory.EnumerateFiles(Source))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        try
        {
            string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var (status, output, errors) = await StartAsync(
                npm,
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
            if (status != 0 && OfflineCodes.Any(code => errors.Contains(code, StringComparison.Ordinal)))
            {
                Missing = "the validator of OpenAPI documents, which npm could not fetch";
                return;
            }

            Assert.True(status == 0, output + errors);
        }
        catch (Win32Exception)
        {
            Missing = "npm";
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task<(int Status, string Output, string Errors)> StartAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // a new process, since no shell is used
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
