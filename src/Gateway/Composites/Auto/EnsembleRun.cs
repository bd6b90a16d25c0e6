using System.Globalization;
using Tollama.Core.Ensembles;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Recommendation;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Auth;

namespace Tollama.Gateway.Composites.Auto;

/// <summary>Runs the best models side by side and merges their point forecasts (contract/http-api §14.3).</summary>
internal sealed class EnsembleRun(ModelAttempt attempt)
{
    private const int Workers = 4;
    private const int FewestMembers = 2;

    /// <summary>Runs a request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="ranked">Models to choose from, best first, at least one.</param>
    /// <param name="detours">What was tried before.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="TollamaException">Unavailable: no member answered.</exception>
    public async Task<AutoForecast> RunAsync(
        AutoForecastBody body,
        IReadOnlyList<RankedModel> ranked,
        IReadOnlyList<string> detours,
        Caller caller,
        CancellationToken cancellationToken)
    {
        RankedModel[] members = [.. ranked.Take(Math.Max(body.EnsembleTopK, FewestMembers))];
        var results = new AttemptResult[members.Length];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, members.Length, limit, async (index, token) =>
            results[index] = await attempt.RunAsync(body, members[index].Model, caller, token));

        string[] failures = [.. results.Where(result => result.IsFailure).Select(result => result.Note!)]; // failed
        EnsembleMember[] succeeded = [.. members.Zip(results)
            .Where(pair => !pair.Second.IsFailure)
            .Select(pair => new EnsembleMember(pair.First, pair.Second.Response!))]; // succeeded
        if (succeeded.Length == 0)
        {
            throw new TollamaException(
                ErrorCode.Unavailable, $"No model of the ensemble produced a forecast: {string.Join("; ", failures)}");
        }

        var response = succeeded.Length == 1
            ? Single(succeeded[0], failures)
            : Merge(body, succeeded, failures);
        var selection = new ModelSelection
        {
            Strategy = body.Strategy,
            ChosenModel = succeeded[0].Model.Model,
            SelectedModels = [.. succeeded.Select(member => member.Model.Model)],
            Candidates = ranked,
            Rationale =
            [
                .. detours,
                .. failures,
                AutoForecastRun.Describe(body.Strategy, ranked.Count),
                .. succeeded[0].Model.Reasons,
            ],
            FallbackUsed = detours.Count > 0 || failures.Length > 0,
        };
        return new AutoForecast(selection, response);
    }

    private static ForecastResponse Single(EnsembleMember member, IReadOnlyList<string> failures) =>
        member.Response with
        {
            Warnings =
            [
                .. member.Response.Warnings,
                $"only one model of the ensemble, '{member.Model.Model}', produced a forecast; nothing was merged",
                .. failures,
            ],
        };

    private static ForecastResponse Merge(
        AutoForecastBody body,
        EnsembleMember[] members,
        IReadOnlyList<string> failures)
    {
        var warnings = members
            .SelectMany(member => member.Response.Warnings.Select(warning => $"{member.Model.Model}: {warning}"))
            .ToList();
        var reference = members[0].Response.Forecasts;
        var merged = new SeriesForecast[reference.Count];
        for (int i = 0; i < merged.Length; i++)
        {
            merged[i] = MergeSeries(i, members, body.EnsembleMethod, warnings);
        }

        warnings.Add(
            "the ensemble merges point forecasts only: it has no quantiles, metrics, explanation or narrative");
        warnings.AddRange(failures);
        return new ForecastResponse
        {
            Model = "ensemble",
            Forecasts = merged,
            Warnings = [.. warnings.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Merges one series; members whose forecast of it does not fit the first one's are left out.</summary>
    private static SeriesForecast MergeSeries(int index, EnsembleMember[] members, string method, List<string> warnings)
    {
        var first = members[0].Response.Forecasts[index];
        var means = new List<ReadOnlyMemory<double>>(members.Length);
        var weights = new List<double>(members.Length);
        foreach (var member in members)
        {
            var forecasts = member.Response.Forecasts;
            if (
                index < forecasts.Count
                && forecasts[index].Id == first.Id
                && forecasts[index].Mean.Count == first.Mean.Count)
            {
                means.Add(forecasts[index].Mean.Values);
                weights.Add(Math.Max(member.Model.Score, 1));
            }
            else
            {
                warnings.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{member.Model.Model}: its forecast of series '{first.Id}' has another length or id; it was "
                            + $"left out"
                    ));
            }
        }

        return first with { Mean = new NumberColumn(EnsembleMerge.Merge(means, weights, method)), Quantiles = null };
    }

    private sealed record EnsembleMember(RankedModel Model, ForecastResponse Response);
}
