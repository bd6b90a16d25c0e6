using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.GraniteTtm;

/// <summary>A loaded TinyTimeMixer: requests in, point forecasts out. It has no quantiles.</summary>
internal sealed class GraniteTtmForecaster : NetworkForecaster<GraniteTtmJob>
{
    private readonly GraniteTtmNetwork _network;

    /// <summary>Serves a network, which it owns.</summary>
    public GraniteTtmForecaster(GraniteTtmNetwork network, ForecasterTraits traits)
        : base(network, traits)
    {
        _network = network;
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) => null; // one series each

    /// <inheritdoc/>
    protected override GraniteTtmJob Prepare(ForecastRequest request) => GraniteTtmJob.Create(request, _network.Config);

    /// <inheritdoc/>
    protected override void Run(IReadOnlyList<GraniteTtmJob> jobs, CancellationToken cancellation) =>
        _network.Run([.. jobs.Select(job => job.Row)], cancellation);

    /// <inheritdoc/>
    protected override ForecastResult Finish(GraniteTtmJob job)
    {
        int context = _network.Config.Context;
        var series = job.Request.Series[0];
        return job.Answer() with
        {
            Warnings = job.Padding == 0 ? [] :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Series '{series.Id}' has {series.Target.Count} points, the model reads {context}: ")
                + "its first values were repeated in front.",
            ],
            Usage = new JsonObject
            {
                ["implementation"] = GraniteTtmFamily.Implementation,
                ["context_length"] = context,
                ["context_padding"] = job.Padding,
                ["control_columns"] = Texts(job.Control),
                ["conditional_columns"] = Texts(job.Conditional),
            },
        };
    }

    private static JsonArray Texts(IEnumerable<string> names) => [.. names.Select(name => JsonValue.Create(name))];
}
