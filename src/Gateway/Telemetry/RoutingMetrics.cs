using System.Text;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Telemetry;

/// <summary>What <c>GET /metrics</c> tells of models with several copies: how their forecasts are spread.</summary>
internal static class RoutingMetrics
{
    /// <summary>The Prometheus text.</summary>
    public static string Render(IReadOnlyList<(string Model, RoutingReport Report)> models)
    {
        var weight = new Gauge("tollama_copy_weight", "What a copy counts for beside others.", "model", "device");
        var outstanding = new Gauge(
            "tollama_copy_outstanding", "Forecasts that a copy was sent and has not answered.", "model", "device");
        var ejections = new Counter(
            "tollama_copy_ejections_total", "How often a copy of a model was found slow.", "model");
        var hedges = new Counter("tollama_hedges_total", "Forecasts that a second copy was asked for.", "model");
        var won = new Counter("tollama_hedges_won_total", "Hedges that the second copy answered first.", "model");
        foreach (var (model, report) in models)
        {
            ejections.Add(report.Ejections, model);
            hedges.Add(report.Hedges, model);
            won.Add(report.HedgesWon, model);
            foreach (var copy in report.Copies)
            {
                weight.Set(copy.Weight, model, copy.Device);
                outstanding.Set(copy.Outstanding, model, copy.Device);
            }
        }

        var text = new StringBuilder(512);
        weight.Write(text);
        outstanding.Write(text);
        ejections.Write(text);
        hedges.Write(text);
        won.Write(text);
        return text.ToString();
    }
}
