using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// Finds what a caller wants to pull: a registry entry, a repository of the hub, a folder, something installed.
/// </summary>
internal static class PullTargets
{
    /// <summary>Licence identifier of a checkpoint that declares none.</summary>
    public const string UnknownLicence = "unknown";

    /// <summary>Understands a caller's words; an acceptance of the same terms that is on record counts.</summary>
    /// <exception cref="TollamaException">ModelNotFound.</exception>
    public static PullTarget Find(
        string model, IReadOnlyList<RegistryEntry> registry, InstallRecords records, LicenceReceipts receipts)
    {
        var reference = ModelReference.TryParse(model) ?? throw Unknown(model, registry);
        var installed = records.Find(reference.Name);
        var target = reference.Kind switch
        {
            ModelReferenceKind.Hub => FromHub(reference, registry, installed),
            ModelReferenceKind.Folder => FromFolder(reference),
            _ => FromRegistry(model, registry) ?? FromRecord(installed) ?? throw Unknown(model, registry),
        };
        bool wasAccepted = installed is { Licence: { NeedsAcceptance: true, Accepted: true } }
            && !receipts.Contradicts(reference.Name, target.Licence);
        return wasAccepted ? target with { Licence = target.Licence with { Accepted = true } } : target;
    }

    /// <summary>The fault for words that name no model.</summary>
    public static TollamaException Unknown(string model, IEnumerable<RegistryEntry> registry)
    {
        string hint = model.Count(letter => letter == '/') == 1 && !ModelReference.IsPath(model)
            ? $"a model of the hub is written hf.co/{model}."
            : Suggestions.Closest(model, registry.Select(entry => entry.Name)) is { } near
                ? $"did you mean '{near}'?"
                : "'tollama list --all' shows the names, hf.co/org/name takes one from the hub.";
        return new TollamaException(ErrorCode.ModelNotFound, $"Model '{model}' is not in the registry; {hint}");
    }

    private static PullTarget? FromRegistry(string name, IReadOnlyList<RegistryEntry> registry)
    {
        var entry = registry.FirstOrDefault(known => known.Name == name);
        return entry is null ? null : new PullTarget
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            Licence = entry.Licence,
            Metadata = entry.Metadata,
            Capabilities = entry.Capabilities,
        };
    }

    /// <summary>
    /// A repository that the registry knows too has the licence that the registry says, whatever it is called by.
    /// </summary>
    private static PullTarget FromHub(
        ModelReference reference, IReadOnlyList<RegistryEntry> registry, ModelManifest? installed)
    {
        var known = registry.FirstOrDefault(entry =>
            entry.Source.Type == SourceTypes.Hub
            && entry.Source.RepoId.Equals(reference.Location, StringComparison.OrdinalIgnoreCase));
        return new PullTarget
        {
            Name = reference.Name.Value,
            Source = new ModelSource(SourceTypes.Hub, reference.Location, reference.Revision),
            Licence = known?.Licence ?? installed?.Licence ?? new ModelLicence { Type = UnknownLicence },
        };
    }

    private static PullTarget FromFolder(ModelReference reference) => new()
    {
        Name = reference.Name.Value,
        Source = new ModelSource(SourceTypes.Folder, reference.Location, reference.Revision),
        Licence = new ModelLicence { Type = UnknownLicence },
    };

    /// <summary>What was installed by reference can be pulled again by the name it got.</summary>
    private static PullTarget? FromRecord(ModelManifest? installed) => installed is null ? null : new PullTarget
    {
        Name = installed.Name,
        Family = installed.Family.Length == 0 ? null : installed.Family,
        Source = installed.Source,
        Licence = installed.Licence,
        Metadata = installed.Metadata,
        Capabilities = installed.Capabilities,
    };
}
