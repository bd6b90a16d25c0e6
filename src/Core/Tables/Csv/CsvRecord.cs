namespace Tollama.Core.Tables.Csv;

/// <summary>One row of CSV text.</summary>
/// <param name="Line">Line on which it begins, counted from 1.</param>
/// <param name="Fields">Its fields, unquoted.</param>
public readonly record struct CsvRecord(int Line, IReadOnlyList<string> Fields);
