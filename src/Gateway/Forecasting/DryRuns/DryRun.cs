using System.Globalization;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Forecasting.DryRuns;

/// <summary>Takes a valid request through every step before the model call, and says what would happen.</summary>
internal sealed class DryRun(ModelDirectory models, IGrainFactory grains)
{
    /// <summary>Runs the steps.</summary>
    public async Task<DryRunReport> RunAsync(ForecastRequest request)
    {
        var known = await models.TryFindAsync(request.Model);
        var capabilities = known?.Artifact.Capabilities ?? ModelCapabilities.None;
        var errors = new List<string>();
        var warnings = new List<string>();
        var suggestions = new List<string>();
        if (known is null)
        {
            warnings.Add($"model '{request.Model}' is not installed; its capabilities are not known, none are assumed");
            suggestions.Add($"Install the model: tollama pull {request.Model}");
        }

        string family = known?.Artifact.Family ?? "unknown";
        bool fitsCovariates = CheckSeries(request, family, capabilities, errors, warnings);
        if (errors.Count > 0 && request.Parameters.IsStrict && !fitsCovariates)
        {
            suggestions.Add("Set parameters.covariates_mode to 'best_effort' to drop covariates that the model cannot use.");
        }

        if (known is not null)
        {
            bool fitsLimits = CheckLimits(request, known, suggestions);
            if (!fitsLimits || !fitsCovariates)
            {
                await SuggestAlternativeAsync(request, known.Artifact.Name, suggestions);
            }
        }

        return new DryRunReport(errors, [.. warnings.Distinct(StringComparer.Ordinal)], suggestions);
    }

    /// <summary>Frequencies and covariates; false when the model cannot use all covariates.</summary>
    private static bool CheckSeries(
        ForecastRequest request, string family, ModelCapabilities capabilities, List<string> errors, List<string> warnings)
    {
        try
        {
            var series = ForecastPreparation.ResolveFrequencies(request.Series, warnings);
            request = request with { Series = series };
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.InvalidRequest)
        {
            errors.Add(fault.Message);
            return true;
        }

        int before = warnings.Count;
        try
        {
            CovariateRules.Apply(request, family, capabilities, warnings);
            return warnings.Count == before;
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.InvalidRequest)
        {
            errors.Add(fault.Message);
            return false;
        }
    }

    private static bool CheckLimits(ForecastRequest request, KnownModel known, List<string> suggestions)
    {
        var limits = ModelLimits.Of(known.Artifact.Metadata);
        if (request.Horizon > limits.Horizon)
        {
            suggestions.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Lower the horizon: {request.Horizon} exceeds {limits.Horizon}, the limit of model '{known.Artifact.Name}'."));
        }

        int longest = request.Series.Max(series => series.Target.Count);
        if (longest > limits.Context)
        {
            suggestions.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Shorten the history: {longest} points exceed {limits.Context}, the context of model '{known.Artifact.Name}'."));
        }

        return !(request.Horizon > limits.Horizon);
    }

    /// <summary>The first registry entry that fits, installed ones first.</summary>
    private async Task SuggestAlternativeAsync(ForecastRequest request, string model, List<string> suggestions)
    {
        var catalog = grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);
        var installed = (await catalog.InstalledAsync()).Select(manifest => manifest.Name).ToHashSet(StringComparer.Ordinal);
        var fitting = (await catalog.RegistryAsync())
            .Where(entry => !entry.IsBuiltIn && entry.Name != model && Fits(entry, request))
            .OrderByDescending(entry => installed.Contains(entry.Name))
            .FirstOrDefault();
        if (fitting is not null)
        {
            suggestions.Add($"Use model '{fitting.Name}', which fits this request.");
        }
    }

    private static bool Fits(RegistryEntry entry, ForecastRequest request)
    {
        if (!ModelDirectory.IsForecastReady(entry.Metadata) || request.Horizon > ModelLimits.Of(entry.Metadata).Horizon)
        {
            return false;
        }

        var dropped = new List<string>();
        var lenient = request with { Parameters = request.Parameters with { IsStrict = false } };
        CovariateRules.Apply(lenient, entry.Family, entry.Capabilities ?? ModelCapabilities.None, dropped);
        return dropped.Count == 0;
    }
}
