using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Gateway.Routes;
using Tollama.Grains;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Forecasting;

/// <summary>Finds the model that a forecast names, and refuses those that cannot forecast.</summary>
internal sealed class ModelDirectory(IGrainFactory grains)
{
    private static readonly FrozenSet<string> Families =
        ModelRegistry.BuiltIn.Select(entry => entry.Family).ToFrozenSet(StringComparer.Ordinal);

    private readonly ICatalogGrain _catalog = grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);
    private volatile SharedLook<(string Model, KnownModel Known)>? _last;

    /// <summary>The model, ready to be called.</summary>
    /// <exception cref="TollamaException">
    /// ModelNotFound; Misconfigured: its install record names no family; Unavailable: nobody knows its family;
    /// LicenceRequired; ModelUnsupported: registered for visibility only.
    /// </exception>
    public async Task<ModelArtifact> FindAsync(string model)
    {
        var found = await TryFindAsync(model) ?? throw await NotInstalledAsync(model);
        if (found.Artifact.Family.Length == 0)
        {
            throw new TollamaException(
                ErrorCode.Misconfigured,
                $"The install record of model '{model}' names no family; remove the model and pull it again.");
        }

        if (!found.IsBuiltIn && !Families.Contains(found.Artifact.Family))
        {
            throw new TollamaException(
                ErrorCode.Unavailable,
                $"Runner unavailable: family '{found.Artifact.Family}' of model '{model}' is not one of "
                    + $"{string.Join(", ", Families.Order())}."
            );
        }

        if (!found.IsReady)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Model '{model}' is manifest-only: family '{found.Artifact.Family}' cannot forecast yet.");
        }

        return found.IsLicenceAccepted
            ? found.Artifact
            : throw new TollamaException(
                ErrorCode.LicenceRequired,
                $"The license of model '{model}' has not been accepted; pull it with accept_license.");
    }

    /// <summary>What is known of a model; null when it is neither installed nor built in.</summary>
    public async Task<KnownModel?> TryFindAsync(string model)
    {
        if (_last is { IsFresh: true } last && last.Found.Model == model)
        {
            return last.Found.Known;
        }

        long now = Stopwatch.GetTimestamp();
        var known = await LookUpAsync(model);
        _last = known is null ? null : new SharedLook<(string, KnownModel)>((model, known)) { At = now };
        return known;
    }

    private async Task<KnownModel?> LookUpAsync(string model)
    {
        var match = await RetryOnSiloLoss.RunAsync(
            () => _catalog.MatchAsync(model),
            CancellationToken.None);
        if (match.Describe() is not { } artifact)
        {
            return null;
        }

        return match.Manifest is not { } manifest
            ? new KnownModel(artifact, IsReady: true, IsLicenceAccepted: true, IsBuiltIn: true)
            : new KnownModel(
                artifact,
                IsForecastReady(manifest.Metadata) && IsForecastReady(match.Entry?.Metadata),
                manifest.Licence.Accepted,
                IsBuiltIn: false);
    }

    /// <summary>
    /// Registry entries of the installed models, which may be chosen from; models unknown to the registry are left out.
    /// </summary>
    public async Task<IReadOnlyList<RegistryEntry>> InstalledEntriesAsync()
    {
        var manifests = await RetryOnSiloLoss.RunAsync(() => _catalog.InstalledAsync(), CancellationToken.None);
        var entries = await RetryOnSiloLoss.RunAsync(() => _catalog.RegistryAsync(), CancellationToken.None);
        var installed = manifests
            .Where(manifest => IsForecastReady(manifest.Metadata))
            .Select(manifest => manifest.Name)
            .ToHashSet(StringComparer.Ordinal);
        return [.. entries.Where(entry => !entry.IsBuiltIn && installed.Contains(entry.Name))];
    }

    /// <summary>
    /// The fault of a model that is neither installed nor built in; it names a known one of a near name.
    /// </summary>
    public async Task<TollamaException> NotInstalledAsync(string model)
    {
        var manifests = await RetryOnSiloLoss.RunAsync(() => _catalog.InstalledAsync(), CancellationToken.None);
        var entries = await RetryOnSiloLoss.RunAsync(() => _catalog.RegistryAsync(), CancellationToken.None);
        string[] known = [.. entries.Select(entry => entry.Name), .. manifests.Select(manifest => manifest.Name)];
        string advice = !known.Contains(model, StringComparer.Ordinal) && Suggestions.Closest(model, known) is { } near
            ? $"did you mean '{near}'?"
            : "pull it first, or list what is installed with GET /api/tags.";
        return new TollamaException(ErrorCode.ModelNotFound, $"Model '{model}' is not installed; {advice}");
    }

    /// <summary>Whether metadata says that the model can forecast; it can unless said otherwise.</summary>
    public static bool IsForecastReady(JsonObject? metadata) =>
        metadata?["forecast_ready"]?.GetValueKind() != JsonValueKind.False;
}
