using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Forecasting.DryRuns;

/// <summary>Takes a valid request through every step before the model call, and says what would happen.</summary>
internal sealed class DryRun(ModelDirectory models, DryRunAdvice advice)
{
    /// <summary>Runs the steps.</summary>
    public async Task<DryRunReport> RunAsync(ForecastRequest request)
    {
        var known = await models.TryFindAsync(request.Model);
        var warnings = new List<string>();
        if (known is null)
        {
            warnings.Add($"model '{request.Model}' is not installed; its capabilities are not known, none are assumed");
        }
        else if (known.Artifact.Family.Length == 0)
        {
            return DryRunReport.Invalid([
                $"The install record of model '{request.Model}' names no family; remove the model and pull it again.",
            ]);
        }

        var capabilities = known?.Artifact.Capabilities ?? ModelCapabilities.None;
        bool isCovariateStep = false;
        try
        {
            var found = new List<string>(); // told only when every series has a frequency
            request = request with { Series = ForecastPreparation.ResolveFrequencies(request.Series, found) };
            warnings.AddRange(found);
            isCovariateStep = true;
            CovariateRules.Apply(request, known?.Artifact.Family ?? "unknown", capabilities, warnings);
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.InvalidRequest)
        {
            return new DryRunReport(
                [fault.Message], warnings, await advice.OnRefusalAsync(request, capabilities, isCovariateStep));
        }

        return new DryRunReport(
            [], [.. warnings.Distinct(StringComparer.Ordinal)], await advice.OnSuccessAsync(request, known));
    }
}
