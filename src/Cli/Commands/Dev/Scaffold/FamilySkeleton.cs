using System.Text;

namespace Tollama.Cli.Commands.Dev.Scaffold;

/// <summary>The files of a new family in a checkout of the program.</summary>
/// <param name="Root">Folder of the checkout.</param>
/// <param name="Name">Name of the family: <c>my_family</c>.</param>
internal sealed record FamilySkeleton(string Root, string Name)
{
    private const string TableLine = "            new BaselineFamily(TimeProvider.System),\n";
    private const string TableImport = "using Tollama.Onnx.Runtime;\n";

    /// <summary>The name as types carry it: <c>MyFamily</c>.</summary>
    public string Pascal { get; } =
        string.Concat(
            Name.Split('_', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Path of the table of families.</summary>
    private string TablePath => Path.Combine(Root, "src", "Models", "ModelFamilies.cs");

    /// <summary>Paths and contents of the files, those of the registry only where the family is registered.</summary>
    public IEnumerable<(string Path, string Content)> Files(bool isRegistered)
    {
        yield return (Path.Combine(Root, "src", "Models", Pascal, $"{Pascal}Family.cs"), Template("Family"));
        yield return (Path.Combine(Root, "src", "Models", Pascal, $"{Pascal}Forecaster.cs"), Template("Forecaster"));
        yield return (
            Path.Combine(Root, "tests", "Models.Tests", Pascal, $"{Pascal}ForecasterTests.cs"),
            Template("Tests"));
        yield return (Path.Combine(Root, "docs", "models", $"{Name.Replace('_', '-')}.md"), Template("Page"));
        if (isRegistered)
        {
            yield return (Path.Combine(Root, "model-registry", $"{Name}.json"), Template("Registry"));
        }
    }

    /// <summary>Adds the family to the table, once.</summary>
    /// <exception cref="CommandFailedException">The table does not look as expected; nothing is changed.</exception>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        string table = await File.ReadAllTextAsync(TablePath, cancellationToken);
        string line = $"            new {Pascal}Family(),\n";
        if (table.Contains(line, StringComparison.Ordinal))
        {
            return;
        }

        if (
            !table.Contains(TableLine, StringComparison.Ordinal)
            || !table.Contains(TableImport, StringComparison.Ordinal))
        {
            throw new CommandFailedException(
                $"'{TablePath}' does not look as expected; add the line 'new {Pascal}Family(),' to its table yourself."
            );
        }

        string import = $"using Tollama.Models.{Pascal};\n";
        var changed = new StringBuilder(table)
            .Replace(TableLine, TableLine + line)
            .Replace(TableImport, import + TableImport);
        await File.WriteAllTextAsync(TablePath, changed.ToString(), cancellationToken);
    }

    private string Template(string name)
    {
        // embedded
        using var resource = typeof(FamilySkeleton).Assembly.GetManifestResourceStream($"scaffold/{name}.txt")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd()
            .Replace("{Pascal}", Pascal, StringComparison.Ordinal)
            .Replace("{name}", Name, StringComparison.Ordinal);
    }
}
