using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>A series that resembles another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="SourceId">Id of the series that it resembles.</param>
/// <param name="Freq">Frequency.</param>
/// <param name="Timestamps">Times, as texts.</param>
/// <param name="Target">Values, as many as times.</param>
public sealed record SyntheticSeries(
    string Id, string SourceId, string Freq, IReadOnlyList<string> Timestamps, NumberColumn Target);
