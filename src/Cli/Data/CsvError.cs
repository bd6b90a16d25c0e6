namespace Tollama.Cli.Data;

/// <summary>Faults of CSV input; each names file, line and column.</summary>
internal static class CsvError
{
    /// <summary>A fault at a place of the file.</summary>
    public static CommandFailedException At(string source, int line, string? column, string what) =>
        CommandFailedException.WrongInput(
            column is null ? $"{source}, line {line}: {what}." : $"{source}, line {line}, column '{column}': {what}.");
}
