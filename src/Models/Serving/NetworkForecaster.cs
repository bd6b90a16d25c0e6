using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Serving;

/// <summary>
/// A loaded network as the service sees it: owns the network, and serves batches through <see cref="SharedRun{TJob}"/>.
/// A family says how a request becomes a job, how jobs run together, and what a job answers.
/// </summary>
/// <typeparam name="TJob">A prepared request: its rows before the run, their outputs after it.</typeparam>
internal abstract class NetworkForecaster<TJob> : IForecaster
    where TJob : class
{
    private readonly IDisposable _owned;
    private readonly SharedRun<TJob> _shared;

    /// <summary>Serves a network, which it owns.</summary>
    protected NetworkForecaster(IDisposable network, ForecasterTraits traits)
    {
        _owned = network;
        _shared = new SharedRun<TJob> { Prepare = Prepare, Run = Run, Finish = Finish, Bytes = Bytes };
        Traits = traits;
    }

    /// <inheritdoc/>
    public ForecasterTraits Traits { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken) =>
        _shared.ForecastAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WarmAsync(CancellationToken cancellationToken)
    {
        var outcomes = await ForecastAsync([new ForecastWork(WarmUp.Request, cancellationToken)], cancellationToken);
        if (outcomes[0].Failure is { } failure && ErrorTable.Describe(failure.Code).HttpStatus >= 500)
        {
            throw failure; // a checkpoint that refuses this very request may serve others
        }
    }

    /// <inheritdoc/>
    public abstract ForecastRequest? Separate(ForecastRequest request);

    /// <inheritdoc/>
    public virtual int SamplesOf(ForecastRequest request) => 1;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _owned.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc cref="SharedRun{TJob}.Prepare"/>
    /// <exception cref="TollamaException">The request is refused.</exception>
    protected abstract TJob Prepare(ForecastRequest request);

    /// <inheritdoc cref="SharedRun{TJob}.Run"/>
    protected abstract void Run(IReadOnlyList<TJob> jobs, CancellationToken cancellation);

    /// <inheritdoc cref="SharedRun{TJob}.Finish"/>
    protected abstract ForecastResult Finish(TJob job);

    /// <inheritdoc cref="SharedRun{TJob}.Bytes"/>
    protected virtual double Bytes(TJob job) => 0;
}
