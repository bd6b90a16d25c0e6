namespace Tollama.Core.Tables.Csv;

/// <summary>A way to read a CSV file.</summary>
/// <param name="Delimiter">Character between fields.</param>
/// <param name="HeaderRow">Rows to skip before the header.</param>
internal readonly record struct CsvDialect(char Delimiter, int HeaderRow);
