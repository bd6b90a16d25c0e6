using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Pull;

/// <summary>Runs a pull and reports its events: steps on standard error, the outcome on standard output.</summary>
internal static class PullReport
{
    /// <summary>Pulls with a stream of events.</summary>
    /// <param name="client">The daemon.</param>
    /// <param name="body">Body of the pull.</param>
    /// <param name="terminal">Takes the steps.</param>
    /// <param name="progress">Takes the bytes.</param>
    /// <param name="onOutcome">Takes the last event: success or error.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandFailedException">The stream ended with an error, or without an outcome.</exception>
    public static async Task StreamAsync(
        DaemonTransport client,
        JsonElement body,
        Terminal terminal,
        Progress progress,
        Action<JsonElement> onOutcome,
        CancellationToken cancellationToken)
    {
        bool hasOutcome = false;
        await foreach (var item in client.StreamAsync("/api/pull", body, "pull model", cancellationToken))
        {
            if (item.Member("error") is { } error)
            {
                progress.Clear();
                onOutcome(item);
                throw new CommandFailedException(
                    $"pull model failed: {error.Text("message") ?? error.ToString()}");
            }

            if (Report(item, terminal, progress))
            {
                hasOutcome = true;
                onOutcome(item);
            }
        }

        if (!hasOutcome)
        {
            throw new CommandFailedException(
                "pull model failed: the daemon ended the stream before the model was there.");
        }
    }

    /// <summary>Prints one event; says whether it is the outcome.</summary>
    private static bool Report(JsonElement item, Terminal terminal, Progress progress)
    {
        string? status = item.Text("status");
        switch (status)
        {
            case "success":
                progress.Clear();
                return true;
            case "downloading" when item.Integer("total_bytes") is > 0 and { } total:
                progress.Transfer(
                    " downloading",
                    (item.Integer("completed_bytes") ?? 0, total),
                    (item.Integer("files_completed") ?? 0, item.Integer("files_total") ?? 0));
                return false;
            case "warning":
                progress.Clear();
                terminal.WriteWarning(item.Text("message") ?? string.Empty);
                return false;
            default:
                progress.Clear();
                terminal.Note($" {status}");
                return false;
        }
    }
}
