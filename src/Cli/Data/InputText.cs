using System.Text;
using System.Text.Json;

namespace Tollama.Cli.Data;

/// <summary>A file or a pipe, read as a whole.</summary>
/// <param name="Text">What it holds.</param>
/// <param name="Source">Its name, for messages.</param>
internal sealed record InputText(string Text, string Source)
{
    /// <summary>How standard input is named on the command line.</summary>
    public const string StandardInput = "-";

    private const int MaximumDepth = 128;

    /// <summary>Whether it holds a JSON document rather than CSV: by its first character.</summary>
    public bool IsJson => Text.AsSpan().TrimStart() is { Length: > 0 } start && start[0] is '{' or '[';

    /// <summary>Whether it holds nothing but white space.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

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
            return new InputText(
                await File.ReadAllTextAsync(context.FullPath(path), cancellationToken), Path.GetFileName(path));
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
        using var reader = new StreamReader(context.Terminal.In, Encoding.UTF8, leaveOpen: true);
        return new InputText(await reader.ReadToEndAsync(cancellationToken), "stdin");
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
                $"{Source} is not valid JSON: line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}.", fault);
        }
    }
}
