using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Interventions;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Composites.Counterfactuals;

/// <summary>Forecasts what would have been without an intervention, and compares (contract/http-api §18.9).</summary>
internal sealed class CounterfactualRun(ForecastPipeline pipeline)
{
    /// <summary>Runs the forecast and returns what writes the answer.</summary>
    /// <exception cref="Core.Errors.TollamaException">The forecast's fault.</exception>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        CounterfactualBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var request = body.Request with
        {
            Series =
            [
                .. body.Request.Series.Select(series =>
                    Cut(series, body.InterventionIndex, body.Request.Horizon, warnings)),
            ],
        };
        var baseline = await pipeline.RunAsync(
            new ForecastJob(request, caller)
            {
                KeepAlive = body.KeepAlive,
                WithNarrative = body.ResponseOptions.Narrative,
            },
            cancellationToken);
        var effects = new List<InterventionEffect>(baseline.Forecasts.Count);
        foreach (var (series, forecast) in body.Request.Series.Zip(baseline.Forecasts)) // one a series, in order
        {
            var actual = series.Target.Span[body.InterventionIndex..];
            int common = Math.Min(actual.Length, forecast.Mean.Count);
            if (forecast.Mean.Count != actual.Length)
            {
                warnings.Add($"series '{series.Id}' has {actual.Length} points after the intervention, its forecast "
                    + $"{forecast.Mean.Count}; {common} are compared");
            }

            effects.Add(new InterventionEffect(series.Id, actual[..common], forecast.Mean.Span[..common]));
        }

        return writer => Write(writer, body, baseline, effects, [.. warnings.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The series as it was at the intervention; future covariates of other lengths or without past are dropped.
    /// </summary>
    private static SeriesInput Cut(SeriesInput series, int index, int horizon, List<string> warnings)
    {
        var past = series.PastCovariates.Select(covariate => Slice(covariate, index)).ToList();
        var future = new List<Covariate>();
        foreach (var covariate in series.FutureCovariates)
        {
            string? reason = covariate.Count < horizon ? $"{covariate.Count} values for {horizon} steps"
                : past.Exists(other => other.Name == covariate.Name) ? null
                : "no past values";
            if (reason is null)
            {
                future.Add(Slice(covariate, horizon));
                continue;
            }

            warnings.Add($"future covariate '{covariate.Name}' of series '{series.Id}' is dropped: {reason}");
        }

        return series with
        {
            Timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, index).Select(i => series.Timestamps[i])]),
            Target = Slice(series.Target, index),
            Actuals = null,
            PastCovariates = past,
            FutureCovariates = future,
        };
    }

    private static Covariate Slice(Covariate covariate, int count) => covariate with
    {
        Numbers = covariate.Numbers is { } numbers ? Slice(numbers, count) : null,
        Categories = covariate.Categories?.Take(count).ToList(),
    };

    private static NumberColumn Slice(NumberColumn column, int count) => column.IntegerMask.IsEmpty
        ? new NumberColumn(column.Values[..count], column.IsAllIntegers)
        : new NumberColumn(column.Values[..count], column.IntegerMask[..((count + 63) / 64)].ToArray());

    private static void Write(
        Utf8JsonWriter writer,
        CounterfactualBody body,
        ForecastResponse baseline,
        IReadOnlyList<InterventionEffect> effects,
        IReadOnlyList<string> warnings)
    {
        writer.WriteStartObject();
        writer.WriteString("model", body.Request.Model);
        writer.WriteNumber("horizon", body.Request.Horizon);
        writer.WriteNumber("intervention_index", body.InterventionIndex);
        writer.WriteString("intervention_label", body.InterventionLabel);
        writer.WritePropertyName("baseline");
        ForecastResponseWriter.Write(writer, baseline, JsonLayout.Declared);
        writer.WriteStartArray("results");
        foreach (var effect in effects)
        {
            Write(writer, effect);
        }

        writer.WriteEndArray();
        AnalysisWriter.WriteWarnings(writer, warnings);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, InterventionEffect effect)
    {
        writer.WriteStartObject();
        writer.WriteString("id", effect.Id);
        WriteNumbers(writer, "actual", effect.Actual);
        WriteNumbers(writer, "counterfactual", effect.Counterfactual);
        WriteNumbers(writer, "delta", effect.Delta);
        WriteNumbers(writer, "absolute_delta", effect.Delta.Select(Math.Abs));
        WriteNumber(writer, "mean_absolute_delta", effect.MeanAbsoluteDelta);
        WriteNumber(writer, "total_delta", effect.TotalDelta);
        // not a number is written as null
        WriteNumber(writer, "average_delta_pct", effect.AverageDeltaPercent ?? double.NaN);
        writer.WriteString("direction", effect.Direction);
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            NumberText.Write(writer, value);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        NumberText.Write(writer, value);
    }
}
