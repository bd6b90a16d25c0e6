using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Cli.Commands.Serve.Workers;

/// <summary>Which workers there are to be: one per device, with its name, address and command line.</summary>
/// <param name="Name">Name among the silos.</param>
/// <param name="Listen">Where others reach it.</param>
/// <param name="Arguments">Command line after the program's name.</param>
internal sealed record WorkerPlan(string Name, string Listen, IReadOnlyList<string> Arguments)
{
    /// <summary>Workers of one machine without a database: they find each other through their parent.</summary>
    public static WorkerPlan ForParent(DeviceInfo device, string parent, ServeSettings settings, string logLevel)
    {
        string listen = FreeLoopbackAddress();
        return Make(Text(device.Id), listen, device, settings.Engine, logLevel, "--parent", parent);
    }

    /// <summary>Workers in the place of one silo of a cluster: consecutive ports from the silo's own.</summary>
    /// <exception cref="TollamaException">InvalidRequest: the address has no port to count from.</exception>
    public static WorkerPlan ForCluster(DeviceInfo device, int index, ServeSettings settings, string logLevel)
    {
        if (!IPEndPoint.TryParse(settings.Listen ?? string.Empty, out var first) || first.Port == 0)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"--listen is '{settings.Listen}'; with --workers per-device it must be an address and the first of "
                    + "the workers' ports."
            );
        }

        string name = $"{settings.Name ?? Environment.MachineName}-{Text(device.Id)}";
        var listen = new IPEndPoint(first.Address, first.Port + index);
        return Make(name, listen.ToString(), device, settings.Engine, logLevel, "--cluster", settings.Cluster!);
    }

    /// <summary>
    /// An address of this machine that nobody listens on now. Its port is none that systems give to outgoing
    /// connections (from 32768 on): such a connection could have it before the worker does, which starts and restarts
    /// later.
    /// </summary>
    public static string FreeLoopbackAddress()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(
                    IPAddress.Loopback,
                    RandomNumberGenerator.GetInt32(10_000, 32_768));
                listener.Start();
                return listener.LocalEndpoint.ToString()!;
            }
            catch (SocketException taken)
                when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Another one.
            }
        }
    }

    private static WorkerPlan Make(
        string name,
        string listen,
        DeviceInfo device,
        EngineSettings engine,
        string logLevel,
        params string[] where) =>
        new(
            name,
            listen,
            [
                "serve",
                "--worker",
                "--role",
                "silo",
                "--name",
                name,
                "--listen",
                listen,
                "--devices",
                Request(device),
                "--log-level",
                logLevel,
                .. Engine(engine),
                .. where,
            ]);

    /// <summary>What the command line says of the engine, for the worker's own.</summary>
    private static IEnumerable<string> Engine(EngineSettings engine)
    {
        (string Name, string? Value)[] options =
        [
            ("--engine-threads", engine.Threads?.ToString(CultureInfo.InvariantCulture)),
            ("--engine-batch", engine.Batch?.ToString(CultureInfo.InvariantCulture)),
            ("--engine-buckets", engine.SequenceBuckets is { } buckets ? $"[{string.Join(',', buckets)}]" : null),
        ];
        return options
            .Where(option => option.Value is not null)
            .SelectMany(option => new[] { option.Name, option.Value! });
    }

    /// <summary>The device as <c>--devices</c> names it.</summary>
    private static string Request(DeviceInfo device) => device.Id.Kind == DeviceKind.Simulated
        ? string.Create(CultureInfo.InvariantCulture, $"sim:{device.TotalBytes ?? 0}B{Pace(device)}")
        : device.Id.ToString();

    private static string Pace(DeviceInfo device) => device.Pace is { } pace ? $"@{pace}" : string.Empty;

    private static string Text(DeviceId device) => device.ToString().Replace(':', '-');
}
