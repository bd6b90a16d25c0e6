using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Doctor;

/// <summary>
/// Looks for what keeps the program from working (contract/cli §3.6): the engine and its devices in the place of the
/// original's Python environments, then disk, token, daemon, settings.
/// </summary>
internal static class HealthChecks
{
    private const long GiB = 1L << 30;

    /// <summary>Runs every check, in the order in which they are reported.</summary>
    public static async Task<IReadOnlyList<Check>> RunAsync(
        DaemonTransport client, CliContext context, CancellationToken cancellationToken)
    {
        using var catalog = new LocalCatalog(context);
        var engine = catalog.Engine();
        return
        [
            new Check("runtime", CheckStatus.Pass, $".NET {Environment.Version}, {RuntimeName()}"),
            NativeLibrary(engine),
            Devices(engine),
            DiskSpace(context.Home),
            HubToken(context.Environment),
            await DaemonAsync(client, cancellationToken),
            Config(context),
        ];
    }

    private static string RuntimeName() => System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    private static Check NativeLibrary(LocalEngine engine) => engine.Fault is null
        ? new Check("native_library", CheckStatus.Pass, $"inference engine {engine.Version} at {engine.Path}")
        : new Check(
            "native_library", CheckStatus.Warn,
            $"{engine.Fault} Statistical models work without it, neural ones do not.");

    private static Check Devices(LocalEngine engine)
    {
        var accelerators = engine.Providers
            .Select(provider => provider.Replace("ExecutionProvider", string.Empty, StringComparison.Ordinal))
            .Where(provider => provider != "CPU").ToList();
        return new Check(
            "devices", CheckStatus.Pass,
            accelerators.Count == 0
                ? "models run on the CPU"
                : $"the engine can use {string.Join(", ", accelerators)} where their libraries are present, else the "
                    + "CPU"
        );
    }

    private static Check DiskSpace(string home)
    {
        if (TollamaHome.FindFault(home) is { } fault)
        {
            return new Check("disk_space", CheckStatus.Fail, fault);
        }

        string folder = Path.GetDirectoryName(home) ?? home;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        long free = new DriveInfo(folder).AvailableFreeSpace;
        var status = free < GiB ? CheckStatus.Fail : free <= 5 * GiB ? CheckStatus.Warn : CheckStatus.Pass;
        return new Check("disk_space", status, $"{ByteSize.Format(free)} free at {folder}");
    }

    private static Check HubToken(ProcessEnvironment environment) =>
        PullDefaults.TokenVariableNames.FirstOrDefault(name => environment.Text(name) is not null) is { } found
            ? new Check("hf_token", CheckStatus.Pass, $"{found} is set")
            : new Check(
                "hf_token", CheckStatus.Warn,
                "no hub token is set; public models need none, gated ones need TOLLAMA_HF_TOKEN");

    private static async Task<Check> DaemonAsync(DaemonTransport client, CancellationToken cancellationToken)
    {
        string address = client.Address;
        try
        {
            await client.GetAsync("/v1/health", "health check", cancellationToken);
            return new Check("daemon", CheckStatus.Pass, $"a daemon answers at {address}");
        }
        catch (DaemonException fault)
        {
            return new Check("daemon", CheckStatus.Fail, $"{fault.Message}; {fault.Hint ?? "see the daemon's log"}");
        }
    }

    private static Check Config(CliContext context)
    {
        var file = new ConfigFile(context.Home);
        var snapshot = file.Read();
        if (snapshot.Error is { } error)
        {
            return new Check("config", CheckStatus.Fail, $"{file.FilePath}: {error}");
        }

        try
        {
            ServeCommand.CheckSettings(context);
        }
        catch (Exception fault) when (fault is TollamaException or CommandFailedException)
        {
            return new Check("config", CheckStatus.Fail, $"{fault.Message} 'tollama serve' does not start with it.");
        }

        return new Check(
            "config",
            CheckStatus.Pass,
            snapshot.Exists ? $"{file.FilePath} is valid" : $"no settings file at {file.FilePath}; defaults apply");
    }
}
