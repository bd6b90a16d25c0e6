using System.Text;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Tables;

namespace Tollama.Cli.Data;

/// <summary>A file or a pipe, read as a whole.</summary>
/// <param name="Text">What it holds.</param>
/// <param name="Source">Its name, for messages.</param>
internal sealed record InputText(string Text, string Source)
{
    /// <summary>The table of a Parquet file, which has no text; null for anything else.</summary>
    public Table? Table { get; private init; }

    /// <summary>How standard input is named on the command line.</summary>
    public const string StandardInput = "-";

    private const int MaximumDepth = 128;

    /// <summary>Whether it holds a JSON document rather than CSV: by its first character.</summary>
    public bool IsJson => Text.AsSpan().TrimStart() is { Length: > 0 } start && start[0] is '{' or '[';

    /// <summary>Whether it holds nothing but white space.</summary>
    public bool IsBlank => Table is null && string.IsNullOrWhiteSpace(Text);

    /// <summary>Reads a named file, a bundled data set, or standard input for <c>-</c>.</summary>
    /// <exception cref="CommandFailedException">The file cannot be read.</exception>
    public static async Task<InputText> ReadAsync(string path, CliContext context, CancellationToken cancellationToken)
    {
        if (path == StandardInput)
        {
            return await ReadPipeAsync(context, cancellationToken);
        }

        if (BundledData.Owns(path))
        {
            return await BundledData.ReadAsync(path, cancellationToken);
        }

        try
        {
            return Read(
                await File.ReadAllBytesAsync(context.FullPath(path), cancellationToken),
                Path.GetFileName(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{path}' cannot be read: {fault.Message}", fault)
            {
                ExitCode = ExitCodes.Usage,
            };
        }
    }

    /// <summary>Reads standard input to its end.</summary>
    public static async Task<InputText> ReadPipeAsync(CliContext context, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        await context.Terminal.In.CopyToAsync(bytes, cancellationToken);
        return Read(bytes.ToArray(), "stdin");
    }

    /// <summary>Text in any Unicode encoding that says so, else UTF-8; or a Parquet file, by its first bytes.</summary>
    private static InputText Read(byte[] bytes, string source)
    {
        if (bytes.AsSpan().StartsWith("PAR1"u8))
        {
            try
            {
                return new InputText(string.Empty, source) { Table = TableFile.Read(bytes, TableFormat.Parquet) };
            }
            catch (TollamaException fault)
            {
                throw CommandFailedException.WrongInput($"{source}: {fault.Message}", fault);
            }
        }

        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        return new InputText(reader.ReadToEnd(), source);
    }

    /// <summary>The JSON document that it holds.</summary>
    /// <exception cref="CommandFailedException">It holds none; names line and column.</exception>
    public JsonElement ParseJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw CommandFailedException.WrongInput(
                $"{Source} is not valid JSON: line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}.",
                fault);
        }
    }
}
