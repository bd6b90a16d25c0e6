using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.GraniteTtm;

/// <summary>A loaded TinyTimeMixer: requests in, point forecasts out. It has no quantiles.</summary>
internal sealed class GraniteTtmForecaster : IForecaster
{
    private readonly GraniteTtmNetwork _network;
    private readonly SharedRun<GraniteTtmJob> _shared;

    public GraniteTtmForecaster(GraniteTtmNetwork network, DeviceId device)
    {
        _network = network;
        _shared = new SharedRun<GraniteTtmJob>
        {
            Prepare = request => GraniteTtmJob.Create(request, network.Config),
            Run = (jobs, cancellation) => network.Run([.. jobs.Select(job => job.Row)], cancellation),
            Finish = Finish,
        };
        Traits = new ForecasterTraits
        {
            IsConcurrent = true,
            ResidentBytes = network.WeightBytes,
            PreferredBatch = 64,
            Device = device.ToString(),
        };
    }

    /// <inheritdoc/>
    public ForecasterTraits Traits { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken) =>
        _shared.ForecastAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _network.Dispose();
        return ValueTask.CompletedTask;
    }

    private ForecastResult Finish(GraniteTtmJob job)
    {
        int context = _network.Config.Context;
        var series = job.Request.Series[0];
        return new ForecastResult
        {
            Forecasts = [job.Forecast()],
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
