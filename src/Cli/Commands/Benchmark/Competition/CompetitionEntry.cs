using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Catalog;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>A model that is to be measured, and what the daemon says of it.</summary>
/// <param name="Model">The model.</param>
/// <param name="IsStatistical">Whether it takes a season, and knows several kinds of intervals.</param>
/// <param name="Problem">Why it cannot be measured; null when it can.</param>
internal sealed record CompetitionEntry(MeasuredModel Model, bool IsStatistical, string? Problem)
{
    /// <summary>Asks the daemon.</summary>
    /// <exception cref="CommandFailedException">
    /// The model says which options it has, and one of those that are set is none of them.
    /// </exception>
    /// <exception cref="DaemonException">The daemon does not answer, or does not admit us.</exception>
    public static async Task<CompetitionEntry> OpenAsync(
        DaemonTransport client, MeasuredModel model, CancellationToken cancellationToken)
    {
        try
        {
            var card = await client.PostAsync(
                "/api/show",
                JsonText.Object(("model", model.Name)),
                $"show model {model.Name}",
                cancellationToken);
            CheckOptions(model, card);
            return new CompetitionEntry(model, card.Text("family") is "baseline", null);
        }
        catch (DaemonException fault) when (fault.IsOfModel())
        {
            return new CompetitionEntry(model, false, fault.Message);
        }
    }

    private static void CheckOptions(MeasuredModel model, JsonElement card)
    {
        if (card.Member("metadata")?.Member("options") is not { ValueKind: JsonValueKind.Object } options)
        {
            return; // only the statistical models list theirs
        }

        List<string> known = [.. options.EnumerateObject().Select(option => option.Name)];
        if (model.Options.Select(option => option.Key).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            string advice = Suggestions.Closest(unknown, known) is { } near ? $" Did you mean '{near}'?" : string.Empty;
            throw CommandFailedException.Usage(
                $"--models names '{model.Text}', but {model.Name} has no option '{unknown}'.{advice} "
                + $"It has {string.Join(", ", known)}.");
        }
    }
}
