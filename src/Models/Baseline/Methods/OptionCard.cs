namespace Tollama.Models.Baseline.Methods;

/// <summary>An option of a method, as <c>show</c> lists it.</summary>
/// <param name="Name">Key in <c>options</c>.</param>
/// <param name="Type">Type and range, in words.</param>
/// <param name="Default">What holds when it is absent, in words.</param>
/// <param name="Summary">What it does.</param>
internal sealed record OptionCard(string Name, string Type, string Default, string Summary)
{
    /// <summary>The season length.</summary>
    public static readonly OptionCard Season =
        new("season_length", "integer >= 1", "from freq", "Observations per season.");
}
