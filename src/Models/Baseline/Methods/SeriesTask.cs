using Tollama.Core.Errors;

namespace Tollama.Models.Baseline.Methods;

/// <summary>One series for one method, in the family's own unit (see <see cref="Scale"/>).</summary>
internal sealed record SeriesTask
{
    /// <summary>Caller's name of the series, for messages and as part of the key of random numbers.</summary>
    public required string SeriesId { get; init; }

    /// <summary>Name of the method, for messages.</summary>
    public required string Method { get; init; }

    /// <summary>Observations y₁…y_n divided by <see cref="Scale"/>, <c>(n)</c>; all finite.</summary>
    public required ReadOnlyMemory<double> History { get; init; }

    /// <summary>Steps to forecast, h.</summary>
    public required int Horizon { get; init; }

    /// <summary>Season length m, at least 1.</summary>
    public required int Season { get; init; }

    /// <summary>Whether the method shall compute its own intervals; false when none were requested.</summary>
    public required bool WithIntervals { get; init; }

    /// <summary>Requested quantile levels, ascending.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [];

    /// <summary>Seed of the simulations.</summary>
    public long Seed { get; init; }

    /// <summary>How long a fit may search.</summary>
    public required FitBudget Budget { get; init; }

    /// <summary>
    /// The unit, a power of two near mean|y|. Dividing by it is exact, so a series and the same series times a power of
    /// two give the same forecast; in any other unit only what a search finds may differ, by as much as it leaves
    /// unfound where it stops. Magnitudes near the ends of the number range neither overflow nor vanish.
    /// </summary>
    public double Scale { get; init; } = 1.0;

    /// <summary>Numeric covariates that are known over the horizon; empty for methods without regression.</summary>
    public IReadOnlyList<Regressor> Regressors { get; init; } = [];

    /// <summary>Whether the regressors must be used: a method that cannot is none to choose.</summary>
    public bool MustRegress { get; init; }

    /// <summary>Parameters to evaluate instead of searching; null to search.</summary>
    public GivenModel? At { get; init; }

    /// <summary>The observations.</summary>
    public ReadOnlySpan<double> Y => History.Span;

    /// <summary>Number of observations, n.</summary>
    public int Count => History.Length;

    /// <summary>
    /// The same task at the time when only the first <paramref name="count"/> observations were known, without
    /// intervals.
    /// </summary>
    public SeriesTask Until(int count) => this with
    {
        History = History[..count],
        WithIntervals = false,
        Regressors = [.. Regressors.Select(regressor => regressor.Until(count, Horizon))],
    };

    /// <summary>A typed refusal that names series and method.</summary>
    public TollamaException Refusal(string reason) =>
        new(ErrorCode.BadRequest, $"Series '{SeriesId}', method '{Method}': {reason}");

    /// <summary>What a refusal says beside series and method, for sentences that name them.</summary>
    public string ReasonOf(TollamaException refusal)
    {
        string names = Refusal("").Message;
        return refusal.Message.StartsWith(names, StringComparison.Ordinal)
            ? refusal.Message[names.Length..]
            : refusal.Message;
    }
}
