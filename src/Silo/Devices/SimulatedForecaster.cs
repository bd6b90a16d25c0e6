using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Silo.Devices;

/// <summary>
/// A model on a simulated device: computed on the processor, accounted like one on a GPU. Where the device has a pace a
/// call occupies it for as long as the pace says, waiting and not computing, or for as long as the processor needs if
/// that is more.
/// </summary>
internal sealed class SimulatedForecaster : IForecaster
{
    private readonly IForecaster _inner;
    private readonly DeviceInfo _device;
    private readonly SimulatedDevices _devices;
    private readonly TimeProvider _time;
    private int _isDisposed;

    /// <summary>Accounts a loaded model, which it takes over.</summary>
    public SimulatedForecaster(IForecaster inner, DeviceInfo device, SimulatedDevices devices, TimeProvider time)
    {
        (_inner, _device, _devices, _time) = (inner, device, devices, time);
        Traits = inner.Traits with
        {
            Device = device.Id.ToString(),
            IsConcurrent = device.Pace is null && inner.Traits.IsConcurrent, // one call at a time has the device
            InstantNumbers = device.Pace is null ? inner.Traits.InstantNumbers : 0,
            HasSteadyPace = device.Pace is not null || inner.Traits.HasSteadyPace,
        };
        devices.Add(device.Id, Traits.ResidentBytes);
    }

    /// <inheritdoc/>
    public ForecasterTraits Traits { get; }

    /// <inheritdoc/>
    public ValueTask WarmAsync(CancellationToken cancellationToken) => _inner.WarmAsync(cancellationToken);

    /// <inheritdoc/>
    public ForecastRequest? Separate(ForecastRequest request) => _inner.Separate(request);

    /// <inheritdoc/>
    public int SamplesOf(ForecastRequest request) => _inner.SamplesOf(request);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken) => _device.Pace is { } pace
            ? ForecastAsync(batch, pace.For(batch.Sum(work => work.Request.Series.Count)), cancellationToken)
            : _inner.ForecastAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _inner.DisposeAsync();
            _devices.Add(_device.Id, -Traits.ResidentBytes);
        }
    }

    private async ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, TimeSpan duration, CancellationToken cancellationToken)
    {
        var turn = _devices.TurnOf(_device.Id);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var ended = Task.Delay(duration, _time, cancellationToken);
            var outcomes = await _inner.ForecastAsync(batch, cancellationToken);
            await ended;
            return outcomes;
        }
        finally
        {
            turn.Release();
        }
    }
}
