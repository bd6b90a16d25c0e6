namespace Tollama.Cli.Data;

/// <summary>A row whose series and time are known; cells are ordered as in the file of the history.</summary>
/// <param name="Source">File it is from.</param>
/// <param name="Line">Line there.</param>
/// <param name="SeriesId">Series it belongs to.</param>
/// <param name="Moment">Its time.</param>
/// <param name="Text">Its time, ISO 8601.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record DatedRow(
    string Source, int Line, string SeriesId, DateTime Moment, string Text, IReadOnlyList<string> Cells);
