using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Silo.Devices;
using Tollama.Testing;

namespace Tollama.Silo.Tests.Devices;

public sealed class SimulatedForecasterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly SimulatedPace Pace = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));

    private readonly ManualTimeProvider _time = new();
    private readonly SimulatedDevices _devices = new();

    [Fact]
    public async Task A_call_takes_its_own_time_and_that_of_its_series()
    {
        await using var forecaster = Forecaster(0, Pace);

        var call = CallAsync(forecaster, series: 2);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Models_of_one_device_wait_for_each_other_and_those_of_another_do_not()
    {
        await using var one = Forecaster(0, Pace);
        await using var two = Forecaster(0, Pace);
        await using var elsewhere = Forecaster(1, Pace);

        var first = CallAsync(one, series: 1);
        var second = CallAsync(two, series: 1);
        var other = CallAsync(elsewhere, series: 1);
        _time.Advance(TimeSpan.FromSeconds(25));
        await Task.WhenAll(first, other).WaitAsync(Patience);
        Assert.False(second.IsCompleted);

        while (!second.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(25));
            await Task.Yield();
        }

        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task A_call_that_is_given_up_frees_the_device()
    {
        await using var forecaster = Forecaster(0, Pace);
        using var leaving = new CancellationTokenSource();

        var call = CallAsync(forecaster, series: 1, leaving.Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        Assert.Equal(1, _devices.TurnOf(new DeviceId(DeviceKind.Simulated, 0)).CurrentCount);
    }

    [Fact]
    public async Task Without_a_pace_nothing_waits()
    {
        await using var forecaster = Forecaster(0, pace: null);

        Assert.Equal(3, await CallAsync(forecaster, series: 3).WaitAsync(Patience));
    }

    private SimulatedForecaster Forecaster(int index, SimulatedPace? pace) =>
        new(
            new Instant(),
            new DeviceInfo(new DeviceId(DeviceKind.Simulated, index), "simulated", 1 << 20, pace),
            _devices,
            _time);

    private static async Task<int> CallAsync(
        SimulatedForecaster forecaster, int series, CancellationToken cancellationToken = default)
    {
        var one = new SeriesInput
        {
            Id = "s",
            Freq = "D",
            Timestamps = TimestampColumn.FromStrings([]),
            Target = new NumberColumn(Array.Empty<double>()),
        };
        var request = new ForecastRequest
        {
            Model = "m",
            Horizon = 1,
            Series = [.. Enumerable.Repeat(one, series)],
        };
        var outcomes = await forecaster.ForecastAsync([new ForecastWork(request, default)], cancellationToken);
        return outcomes[0].Result!.Forecasts.Count;
    }

    /// <summary>Answers at once with as many empty forecasts as it got series.</summary>
    private sealed class Instant : IForecaster
    {
        public ForecasterTraits Traits { get; } = new() { IsConcurrent = true, ResidentBytes = 7 };

        public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
            IReadOnlyList<ForecastWork> batch,
            CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<ForecastOutcome>>([
                .. batch.Select(work =>
                    ForecastOutcome.Success(
                        new ForecastResult { Forecasts = new SeriesForecast[work.Request.Series.Count] })),
            ]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
