using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Data;

namespace Tollama.Cli.Parsing;

/// <summary>Options that name a file which has to be there.</summary>
internal static class FileOption
{
    /// <summary>The option; a file that is missing is a usage error.</summary>
    /// <param name="name">Name on the command line.</param>
    /// <param name="description">For the help page.</param>
    /// <param name="context">Knows the folder against which paths are read.</param>
    public static Option<string?> Create(string name, string description, CliContext context)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            string? path = result.GetValueOrDefault<string?>();
            if (path is not null and not InputText.StandardInput
                && !BundledData.Owns(path) && !File.Exists(context.FullPath(path)))
            {
                result.AddError($"{name} is '{path}'; there is no such file.");
            }
        });
        return option;
    }

    /// <summary>Reads the JSON document of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="CommandFailedException">It cannot be read, or is not JSON; names line and column.</exception>
    public static async Task<JsonElement> ReadJsonAsync(
        string path, CliContext context, CancellationToken cancellationToken)
    {
        var input = await InputText.ReadAsync(path, context, cancellationToken);
        return input.ParseJson();
    }
}
