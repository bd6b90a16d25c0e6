using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Composites.ScenarioTrees;

/// <summary>
/// Grows a tree of possible futures: every leaf is forecast by one step, and each quantile of that step becomes a
/// branch with an equal share of its probability (contract/http-api §18.9).
/// </summary>
internal sealed class ScenarioTreeRun(ForecastPipeline pipeline)
{
    private const int MostNodes = 5000;

    /// <summary>Grows the trees and returns what writes the answer.</summary>
    /// <exception cref="Core.Errors.TollamaException">A forecast's fault.</exception>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        ScenarioTreeBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var nodes = body.Request.Series
            .Select((series, i) => new TreeNode
            {
                Number = i + 1,
                History = Strip(series, warnings),
                Value = series.Target.Span[^1],
                Time = series.Timestamps[series.Timestamps.Count - 1],
            })
            .ToList();
        var leaves = nodes.ToList();
        for (int depth = 1; depth <= body.Depth && nodes.Count < MostNodes; depth++)
        {
            leaves = await GrowAsync(body, leaves, nodes, caller, cancellationToken);
        }

        if (nodes.Count >= MostNodes)
        {
            warnings.Add($"the tree ends at {MostNodes} nodes; lower the depth, or send fewer branches or series");
        }

        return writer => Write(writer, body, nodes, warnings);
    }

    /// <summary>Branches every leaf; returns the new leaves.</summary>
    private async Task<List<TreeNode>> GrowAsync(
        ScenarioTreeBody body,
        List<TreeNode> leaves,
        List<TreeNode> nodes,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var grown = new List<TreeNode>();
        foreach (var leaf in leaves.TakeWhile(_ => nodes.Count < MostNodes))
        {
            var path = leaf.Path();
            var job = new ForecastJob(body.Request with { Horizon = 1, Series = [path] }, caller)
            {
                KeepAlive = body.KeepAlive,
            };
            var response = await pipeline.RunAsync(job, cancellationToken);
            string time = NextTime(path);
            foreach (double level in body.Request.Quantiles.Take(MostNodes - nodes.Count))
            {
                var node = new TreeNode
                {
                    Number = nodes.Count + 1,
                    Parent = leaf,
                    History = leaf.History,
                    Level = level,
                    Value = ValueAt(response.Forecasts[0], level),
                    Time = time,
                    Probability = leaf.Probability / body.Request.Quantiles.Count,
                };
                nodes.Add(node);
                grown.Add(node);
            }
        }

        return grown;
    }

    /// <summary>Only the target branches: nothing is known of covariates beyond the history.</summary>
    private static SeriesInput Strip(SeriesInput series, List<string> warnings)
    {
        if (series.PastCovariates.Count + series.FutureCovariates.Count + series.StaticCovariates.Count > 0)
        {
            warnings.Add($"covariates of series '{series.Id}' are dropped: a scenario tree branches the target alone");
        }

        return series with
        {
            Actuals = null,
            PastCovariates = [],
            FutureCovariates = [],
            StaticCovariates = SeriesInput.NoStatic,
        };
    }

    /// <summary>The forecast at a level: of the nearest level that the model gives, else the mean.</summary>
    private static double ValueAt(SeriesForecast forecast, double level)
    {
        if (forecast.Quantiles is not { Levels.Count: > 0 } quantiles)
        {
            return forecast.Mean.Span[0];
        }

        int nearest = Enumerable.Range(0, quantiles.Levels.Count).MinBy(i => Math.Abs(quantiles.Levels[i] - level));
        return quantiles.Rows[nearest].Span[0];
    }

    /// <summary>
    /// The next time on the grid of the freq, else at the last spacing; a number where times are no dates.
    /// </summary>
    private static string NextTime(SeriesInput series)
    {
        int count = series.Timestamps.Count;
        if (TimestampText.TryParse(series.Timestamps.Utf8(count - 1), out var last))
        {
            if (
                Frequency.TryParse(series.Freq, out var frequency)
                && FrequencyGrid.Future(last, frequency, 1) is [var next])
            {
                return TimestampText.Format(next);
            }

            if (count > 1 && TimestampText.TryParse(series.Timestamps.Utf8(count - 2), out var before)
                && last > before && DateTime.MaxValue - last > last - before)
            {
                return TimestampText.Format(last + (last - before));
            }
        }

        return count.ToString(CultureInfo.InvariantCulture);
    }

    private static void Write(
        Utf8JsonWriter writer, ScenarioTreeBody body, IReadOnlyList<TreeNode> nodes, IReadOnlyList<string> warnings)
    {
        writer.WriteStartObject();
        writer.WriteString("model", body.Request.Model);
        writer.WriteNumber("depth", body.Depth);
        writer.WritePropertyName("branch_quantiles");
        JsonTree.Write(
            writer,
            new JsonArray([.. body.Request.Quantiles.Select(level => (JsonNode)level)]),
            JsonLayout.Declared);
        writer.WriteStartArray("nodes");
        foreach (var node in nodes)
        {
            JsonTree.Write(writer, node.ToJson(), JsonLayout.Declared);
        }

        writer.WriteEndArray();
        AnalysisWriter.WriteWarnings(writer, warnings);
        writer.WriteEndObject();
    }
}
