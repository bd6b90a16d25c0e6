namespace Tollama.Models.Toto;

/// <summary>One series with what accompanies it.</summary>
/// <param name="Variates">The series, its past covariates, then what is known beforehand; all of one length.</param>
/// <param name="Groups">Group of each variate: only variates of one group see each other.</param>
internal sealed record TotoRow(IReadOnlyList<TotoVariate> Variates, IReadOnlyList<long> Groups)
{
    /// <summary>Patches of history.</summary>
    public int Patches => Variates[0].Patches;

    /// <summary>How many variates the model forecasts: the first ones.</summary>
    public int Forecast => Variates.Count(variate => variate.Future is null);
}
