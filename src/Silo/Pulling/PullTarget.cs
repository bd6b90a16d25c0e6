using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;

namespace Tollama.Silo.Pulling;

/// <summary>What a pull, once its caller's words are understood, is about.</summary>
internal sealed record PullTarget
{
    /// <summary>Name under which it will be installed.</summary>
    public required string Name { get; init; }

    /// <summary>Family; null when the checkpoint's own description has to say it.</summary>
    public string? Family { get; init; }

    /// <summary>Where the weights are.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>Licence as it stands before this pull.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>Metadata; null when there is none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Capabilities; null when there are none.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>The weights file that the registry names; null when it names none.</summary>
    public string? Checkpoint =>
        Metadata?["checkpoint_filename"] is JsonValue value && value.TryGetValue(out string? name) ? name : null;

    /// <summary>
    /// The same target, described by its checkpoint, or as an earlier install was, where the registry does not know
    /// it.
    /// </summary>
    public PullTarget Describe(ModelIdentity? identity, ModelManifest? before)
    {
        if (Family is not null)
        {
            return this;
        }

        return identity is null
            ? this with
            {
                Family = before?.Family,
                Metadata = before?.Metadata,
                Capabilities = before?.Capabilities,
            }
            : this with
            {
                Family = identity.Family,
                Metadata = identity.Metadata,
                Capabilities = identity.Capabilities,
            };
    }
}
