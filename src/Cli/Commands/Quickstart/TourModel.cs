namespace Tollama.Cli.Commands.Quickstart;

/// <summary>A model that the tour tries.</summary>
/// <param name="Label">How the leaderboard calls it.</param>
/// <param name="Model">Its name.</param>
/// <param name="Options">Its options, as a JSON object; null for none.</param>
internal sealed record TourModel(string Label, string Model, string? Options = null)
{
    /// <summary>Whether its weights come with the program, so that a pull needs no network.</summary>
    public bool IsBundled { get; init; }

    /// <summary>Most steps that it forecasts at once; null when there is no such limit.</summary>
    public int? Reach { get; init; }
}
