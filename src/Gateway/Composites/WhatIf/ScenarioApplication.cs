using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Composites.WhatIf;

/// <summary>Applies the transforms of a scenario to a request (contract/http-api §16). Pure.</summary>
internal static class ScenarioApplication
{
    /// <summary>The changed request.</summary>
    /// <exception cref="TollamaException">InvalidRequest: the scenario does not fit the request.</exception>
    public static ForecastRequest Apply(ForecastRequest request, Scenario scenario)
    {
        var series = request.Series.ToArray();
        foreach (var transform in scenario.Transforms)
        {
            for (int i = 0; i < series.Length; i++)
            {
                if (
                    transform.SeriesId is null
                    || string.Equals(transform.SeriesId, series[i].Id, StringComparison.Ordinal))
                {
                    series[i] = Apply(series[i], transform);
                }
            }
        }

        string? problem = ForecastRules.FindProblem(
            series,
            request.Horizon,
            request.Quantiles.Count,
            request.Parameters.Metrics);
        return problem is null
            ? request with { Series = series }
            : throw Unfit($"Scenario '{scenario.Name}' makes the request invalid: {problem}");
    }

    private static SeriesInput Apply(SeriesInput series, ScenarioTransform transform) => transform.Field switch
    {
        "target" => series with { Target = Apply(series.Target, transform, $"the target of series '{series.Id}'") },
        "past_covariates" => series with { PastCovariates = Apply(series.PastCovariates, transform, series.Id) },
        _ => series with { FutureCovariates = Apply(series.FutureCovariates, transform, series.Id) },
    };

    private static Covariate[] Apply(IReadOnlyList<Covariate> covariates, ScenarioTransform transform, string seriesId)
    {
        Covariate[] changed = [.. covariates];
        int index = Array.FindIndex(changed, item => string.Equals(item.Name, transform.Key, StringComparison.Ordinal));
        if (index < 0)
        {
            throw Unfit(
                $"Series '{seriesId}' has no covariate '{transform.Key}' in {transform.Field}; name one that it has.");
        }

        changed[index] = Apply(changed[index], transform, seriesId);
        return changed;
    }

    private static Covariate Apply(Covariate covariate, ScenarioTransform transform, string seriesId)
    {
        if (transform is { Operation: "replace", Text: { } text })
        {
            return new Covariate
            {
                Name = covariate.Name,
                Categories = Enumerable.Repeat(text, covariate.Count).ToArray(),
            };
        }

        string what = $"covariate '{covariate.Name}' of series '{seriesId}'";
        if (transform.Operation == "replace")
        {
            // a number or a text
            return new Covariate { Name = covariate.Name, Numbers = Filled(transform.Number!.Value, covariate.Count) };
        }

        return covariate.Numbers is { } numbers
            ? covariate with { Numbers = Apply(numbers, transform, what) }
            : throw Unfit($"Operation {transform.Operation} needs numbers, but {what} holds texts; use replace.");
    }

    private static NumberColumn Apply(NumberColumn column, ScenarioTransform transform, string what)
    {
        double operand = transform.Number!.Value; // the schema asks for a number wherever this is reached
        if (transform.Operation == "replace")
        {
            return Filled(operand, column.Count);
        }

        var changed = new double[column.Count];
        for (int i = 0; i < changed.Length; i++)
        {
            changed[i] = transform.Operation == "multiply" ? column.Span[i] * operand : column.Span[i] + operand;
            if (!double.IsFinite(changed[i]))
            {
                throw Unfit(
                    $"Operation {transform.Operation} makes {what} too large for a number; use a smaller value.");
            }
        }

        return new NumberColumn(changed);
    }

    private static NumberColumn Filled(double value, int count) => new(Enumerable.Repeat(value, count).ToArray());

    private static TollamaException Unfit(string message) => new(ErrorCode.InvalidRequest, message);
}
