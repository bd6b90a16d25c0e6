using Tollama.Core.Forecasting;

namespace Tollama.Models.Baseline.Methods;

/// <summary>A method's line in the table: what it is called, what it takes, how it is made.</summary>
/// <param name="Name">Model name.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Options">Its own options, less those that every method takes.</param>
/// <param name="Create">Reads the options; throws BadRequest where they are wrong.</param>
internal sealed record MethodCard(
    string Name, string Summary, IReadOnlyList<OptionCard> Options, Func<ForecastOptions, IForecastMethod> Create)
{
    /// <summary>Whether the method regresses on numeric covariates that are known over the horizon.</summary>
    public bool TakesRegressors { get; init; }

    /// <summary>Whether <c>options.at</c> is understood.</summary>
    public bool TakesGivenModel { get; init; }
}
