using Tollama.Core.Catalog;
using Tollama.Models;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Silo.Storage;

namespace Tollama.Cli.Commands.Serve;

/// <summary>Writes graphs of this machine's models as ONNX files.</summary>
internal static class LocalExport
{
    /// <summary>Writes the graph of an installed model or of a checkpoint folder.</summary>
    /// <param name="catalog">The models of this machine.</param>
    /// <param name="model">Name, <c>hf.co</c> reference, or path of a folder.</param>
    /// <param name="checkpoint">Absolute path that <paramref name="model"/> would be as a folder.</param>
    /// <param name="folder">Absolute path of the folder to write into.</param>
    /// <param name="isSelfContained">Whether the weights go into the file.</param>
    /// <param name="context">Observations that the graph is fixed to; null for any number.</param>
    /// <param name="horizon">Steps that the graph is fixed to; null for any number.</param>
    /// <exception cref="CommandFailedException">Not installed, or no network of ours.</exception>
    /// <exception cref="Core.Errors.TollamaException">What <see cref="GraphExport"/> refuses.</exception>
    public static LocalExportReport Write(
        LocalCatalog catalog,
        string model,
        string checkpoint,
        string folder,
        bool isSelfContained,
        int? context,
        int? horizon)
    {
        string snapshot = Snapshot(catalog.Store, model, checkpoint);
        var family = catalog.Families.OfType<INetworkFamily>().FirstOrDefault(one => one.Identify(snapshot) is not null)
            ?? throw new CommandFailedException(
                $"'{model}' has no graph to export: no network of this build reads the files in '{snapshot}'.");
        var exported = GraphExport.Write(
            family, snapshot, folder, isSelfContained, context, horizon, HardLink.TryCreate);
        return new LocalExportReport
        {
            Path = exported.Path,
            Family = family.Name,
            Hash = exported.Hash,
            Operators = exported.Graph.Nodes.Length,
            Inputs = [.. exported.Graph.Inputs.Select(Text)],
            Outputs = [.. exported.Graph.Outputs.Select(Text)],
            Weights = exported.Weights,
        };
    }

    private static string Snapshot(IModelStore store, string model, string checkpoint)
    {
        if (store.Find(model)?.SnapshotPath is { } installed)
        {
            return installed;
        }

        return File.Exists(Path.Combine(checkpoint, ConfigSection.FileName))
            ? checkpoint
            : throw new CommandFailedException(
                store.FindInRegistry(model) is { IsBuiltIn: true }
                    ? $"'{model}' is a statistical method: it has no network whose graph could be exported."
                    : $"'{model}' has no weights on this machine; {Remedy(store, model)}");
    }

    private static string Remedy(IModelStore store, string model) =>
        store.FindInRegistry(model) is null
        && Suggestions.Closest(model, store.Registry().Select(entry => entry.Name)) is { } near
            ? $"did you mean '{near}'?"
            : $"run 'tollama pull {model}', or name a checkpoint folder.";

    private static string Text(ValueSpec value) => $"{value.Name} {value.DType} {value.Shape}";
}
