using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Quickstart;

/// <summary>The quickstart on a running daemon (contract/cli §3.4): health, pull, forecast, what to do next.</summary>
internal sealed class RemoteDemo(DaemonTransport client, Terminal terminal, Progress progress)
{
    /// <summary>Runs it and returns the exit code.</summary>
    /// <exception cref="DaemonException">The daemon does not answer, or refuses a step.</exception>
    public async Task<int> RunAsync(
        string model, int horizon, bool acceptsLicence, CancellationToken cancellationToken)
    {
        await client.GetAsync("/v1/health", "health check", cancellationToken);
        progress.Note($"Pulling {model} …");
        var pulled = await client.PostAsync(
            "/api/pull", PullBody(model, acceptsLicence), "pull model", cancellationToken);
        progress.Note($"Forecasting {horizon} steps …");
        var reply = await client.PostAsync(
            "/api/forecast", DemoRequest(model, horizon), "forecast", cancellationToken);
        terminal.Print($"tollama quickstart: model {model}, horizon {horizon}, daemon {client.Address}");
        terminal.Print("Pull result:");
        terminal.PrintJson(pulled);
        terminal.Print("Forecast result:");
        terminal.PrintJson(reply);
        foreach (var warning in reply.Items("warnings"))
        {
            terminal.WriteWarning(warning.GetString() ?? string.Empty);
        }

        terminal.Print("Next steps:");
        terminal.Print($"  1. tollama run {model} --input FILE.csv --horizon 12 --plot   forecasts your own data");
        terminal.Print("  2. tollama list --all   shows the models that there are");
        terminal.Print($"  3. tollama show {model}   shows what is known of this one");
        return ExitCodes.Success;
    }

    private static JsonElement PullBody(string model, bool acceptsLicence) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model", model);
        writer.WriteBoolean("stream", false);
        writer.WriteBoolean("accept_license", acceptsLicence);
        writer.WriteEndObject();
    });

    /// <summary>Five days, values 10 to 14.</summary>
    private static JsonElement DemoRequest(string model, int horizon) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model", model);
        writer.WriteNumber("horizon", horizon);
        writer.WriteBoolean("stream", false);
        writer.WriteStartArray("quantiles");
        writer.WriteNumberValue(0.1);
        writer.WriteNumberValue(0.9);
        writer.WriteEndArray();
        writer.WriteStartArray("series");
        writer.WriteStartObject();
        writer.WriteString("id", "demo_series");
        writer.WriteString("freq", "D");
        writer.WriteStartArray("timestamps");
        for (int day = 1; day <= 5; day++)
        {
            writer.WriteStringValue($"2025-01-0{day}");
        }

        writer.WriteEndArray();
        writer.WriteStartArray("target");
        for (int value = 10; value <= 14; value++)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
