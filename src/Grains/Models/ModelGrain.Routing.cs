using Tollama.Core.Forecasting;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Models;

/// <summary>Forecasts go to copies.</summary>
internal sealed partial class ModelGrain
{
    private CopyDispatch? _dispatch;

    private CopyDispatch Dispatch => _dispatch ??= new CopyDispatch(_copies, _scaler, routingRules, time);

    private TimeSpan Now => time.GetElapsedTime(_origin);

    public Task<RoutingReport> DescribeRoutingAsync() => Task.FromResult(Dispatch.Describe());

    private Task<ForecastResult?> TryForecastAsync(Copy copy, ForecastCall call, CancellationToken cancellationToken) =>
        Dispatch.TryForecastAsync(copy, call, cancellationToken);

    private Copy MakeCopy(string device) => Dispatch.Make(device, Replica(device));
}
