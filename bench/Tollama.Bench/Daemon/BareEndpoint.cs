using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollama.Bench.Daemon;

/// <summary>
/// Kestrel that reads a body, parses nothing and answers the same bytes every time; in a process of its own, as the
/// daemon is, so that both pay for the way from the caller's process and back.
/// </summary>
internal sealed class BareEndpoint : IDisposable
{
    /// <summary>First argument of the process that serves; the second is the file with the answer.</summary>
    public const string Argument = "--bare";

    private readonly Process _process;

    private BareEndpoint(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Starts this program once more as the endpoint.</summary>
    public static async Task<BareEndpoint> StartAsync(byte[] answer)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, answer);
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["daemon", Argument, file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        string? url = await process.StandardOutput.ReadLineAsync();
        File.Delete(file);
        return new BareEndpoint(
            process,
            new Uri(url ?? throw new InvalidOperationException("The bare endpoint did not start.")));
    }

    /// <summary>Serves until it is killed.</summary>
    /// <param name="file">The answer.</param>
    public static async Task ServeAsync(string file)
    {
        byte[] answer = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(answer);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
