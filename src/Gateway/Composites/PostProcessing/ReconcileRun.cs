using System.Text.Json.Nodes;
using Tollama.Core.Reconciliation;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Composites.PostProcessing;

/// <summary>Makes the forecasts of a hierarchy add up, or tells where they do not (contract/http-api §18.10).</summary>
internal static class ReconcileRun
{
    /// <summary>The reconciled forecast, or the check.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// InvalidRequest: forecast, hierarchy and method do not fit.
    /// </exception>
    public static JsonObject Run(ReconcileBody body)
    {
        var means = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < body.Forecast.Forecasts.Count; i++)
        {
            var forecast = body.Forecast.Forecasts[i];
            means[forecast.Id] = forecast.Mean.Values.ToArray();
            places[forecast.Id] = i;
        }

        if (body.IsCheckOnly)
        {
            var violations = Coherence.FindViolations(body.Tree, means);
            return new JsonObject
            {
                ["coherent"] = violations.Count == 0,
                ["violations"] = new JsonArray([.. violations.Select(violation => (JsonNode)violation)]),
            };
        }

        var hierarchy = new Hierarchy(body.Tree);
        var reconciled = new Reconciler(hierarchy, means).Run(body.Method, body.Proportions);
        // the reconciler refuses a hierarchy without any forecast
        int model = places[hierarchy.Ids.First(places.ContainsKey)];
        var inside = hierarchy.Ids.Select(
            (id, row) =>
                Replace(
                    places.TryGetValue(id, out int place)
                        ? body.Forecast.CopyOf(place)
                        : Blank(body.Forecast, model, id),
                    reconciled[row]));
        int[] outside =
        [
            .. Enumerable
                .Range(0, body.Forecast.Forecasts.Count)
                .Where(i => !hierarchy.Contains(body.Forecast.Forecasts[i].Id)),
        ];
        var warnings = new List<string> { $"reconciliation: {body.Method} applied" };
        if (outside.Length > 0)
        {
            warnings.Add($"reconciliation: {outside.Length} series outside the hierarchy left as they were");
        }

        return body.Forecast.With(inside.Concat(outside.Select(body.Forecast.CopyOf)), warnings);
    }

    private static JsonObject Replace(JsonObject forecast, double[] mean)
    {
        forecast["mean"] = new JsonArray([.. mean.Select(value => (JsonNode)value)]);
        return forecast;
    }

    /// <summary>A series that only the hierarchy knows: times of another one, no quantiles.</summary>
    private static JsonObject Blank(ForecastDocument document, int model, string id)
    {
        var forecast = document.CopyOf(model);
        forecast["id"] = id;
        forecast["quantiles"] = null;
        return forecast;
    }
}
