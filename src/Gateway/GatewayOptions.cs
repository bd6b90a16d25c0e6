using Tollama.Core.Configuration;

namespace Tollama.Gateway;

/// <summary>Settings of the gateway.</summary>
public sealed record GatewayOptions
{
    /// <summary>Bytes in a megabyte, as <c>TOLLAMA_MAX_REQUEST_BODY_MB</c> counts them.</summary>
    private const double Megabyte = 1024 * 1024;

    /// <summary>State folder, an absolute path.</summary>
    public required string Home { get; init; }

    /// <summary>Address that the server listens on: an IP address or <c>localhost</c>. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port that the server listens on; 0 where the system chose one. Default 11435.</summary>
    public int Port { get; init; } = 11435;

    /// <summary>Listen beyond this machine although no API key is configured.</summary>
    public bool InsecureBind { get; init; }

    /// <summary>Environment of the process: limits, switches, and what <c>/api/info</c> shows.</summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>How long running requests may take to end after a stop was asked for. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Version that <c>/api/version</c> reports.</summary>
    public string Version { get; init; } =
        typeof(GatewayOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Largest request body, bytes; default 10 MiB.</summary>
    public long MaxRequestBodyBytes =>
        (long)Math.Min((Environment.PositiveNumber("TOLLAMA_MAX_REQUEST_BODY_MB") ?? 10) * Megabyte, Array.MaxLength);

    /// <summary>How long a forecast may take when the request does not say; default 300 s (http-api §4.4).</summary>
    public TimeSpan ForecastTimeout =>
        TimeSpan.FromSeconds(Math.Min(Environment.PositiveNumber("TOLLAMA_FORECAST_TIMEOUT_SECONDS") ?? 300, 1e9));
}
