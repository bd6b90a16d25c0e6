using Tollama.Core.Inference;

namespace Tollama.Silo.Devices;

/// <summary>A model on a simulated device: computed on the processor, accounted like one on a GPU.</summary>
internal sealed class SimulatedForecaster : IForecaster
{
    private readonly IForecaster _inner;
    private readonly DeviceId _device;
    private readonly SimulatedMemory _memory;
    private int _isDisposed;

    /// <summary>Accounts a loaded model, which it takes over.</summary>
    public SimulatedForecaster(IForecaster inner, DeviceId device, SimulatedMemory memory)
    {
        (_inner, _device, _memory) = (inner, device, memory);
        Traits = inner.Traits with { Device = device.ToString() };
        memory.Add(device, Traits.ResidentBytes);
    }

    /// <inheritdoc/>
    public ForecasterTraits Traits { get; }

    /// <inheritdoc/>
    public ValueTask WarmAsync(CancellationToken cancellationToken) => _inner.WarmAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken) =>
        _inner.ForecastAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _inner.DisposeAsync();
            _memory.Add(_device, -Traits.ResidentBytes);
        }
    }
}
