using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Hub;

namespace Tollama.Silo.Pulling;

/// <summary>Licences that must be accepted before weights travel.</summary>
internal static class LicenceGate
{
    /// <summary>Refuses a model whose licence nobody accepted.</summary>
    /// <exception cref="TollamaException">LicenceRequired.</exception>
    public static void Check(string model, ModelLicence licence, bool acceptsNow)
    {
        if (licence.NeedsAcceptance && !licence.Accepted && !acceptsNow)
        {
            throw Refuse(model, licence.Type, licence.Notice);
        }
    }

    /// <summary>
    /// For a checkpoint that no registry describes, the model card speaks: terms that forbid commercial use must be
    /// accepted.
    /// </summary>
    /// <exception cref="TollamaException">LicenceRequired.</exception>
    public static void CheckCard(PullTarget target, HubRepository repository, bool acceptsNow)
    {
        bool isDescribed = target.Family is not null || target.Licence.NeedsAcceptance || repository.Licence is null;
        if (!isDescribed && NeedsAcceptance(repository.Licence!) && !acceptsNow && !target.Licence.Accepted)
        {
            throw Refuse(target.Name, repository.Licence!, notice: null);
        }
    }

    /// <summary>
    /// The licence for the record: the registry's where it knows one, else the model card's, else the earlier
    /// record's.
    /// </summary>
    public static ModelLicence Merge(ModelLicence registry, string? card, ModelLicence? before)
    {
        if (registry.Type != PullTargets.UnknownLicence)
        {
            return registry;
        }

        return card is null
            ? before ?? registry
            : registry with { Type = card, NeedsAcceptance = NeedsAcceptance(card) };
    }

    /// <summary>Whether a licence identifier stands for terms that somebody must agree to.</summary>
    public static bool NeedsAcceptance(string licence) =>
        licence.Contains("-nc", StringComparison.OrdinalIgnoreCase)
        || licence.Contains("non-commercial", StringComparison.OrdinalIgnoreCase);

    private static TollamaException Refuse(string model, string licence, string? notice) => new(
        ErrorCode.LicenceRequired,
        $"Model '{model}' is published under the license {licence}, which must be accepted first"
        + (notice is null ? "; " : $" ({notice.TrimEnd('.')}); ")
        + "read it, then pull with --accept-license (accept_license: true).");
}
