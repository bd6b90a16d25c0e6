namespace Tollama.Gateway.Ingest.Csv;

/// <summary>A way to read a CSV file.</summary>
/// <param name="Delimiter">Character between fields.</param>
/// <param name="HeaderLine">Lines to skip before the header.</param>
internal readonly record struct CsvDialect(char Delimiter, int HeaderLine);
