using Microsoft.Extensions.DependencyInjection;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Abstractions;

/// <summary>
/// Base of grain classes. The runtime makes the instance, then attaches it: context, factory and timers are there from
/// <see cref="OnActivateAsync"/> on, not in the constructor. Within an activation code never runs in parallel.
/// </summary>
public abstract class Grain : IGrainBase
{
    private ActivationData? _activation;

    /// <inheritdoc/>
    public IGrainContext GrainContext => Activation;

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>Services of the silo.</summary>
    protected IServiceProvider ServiceProvider => Activation.ActivationServices;

    internal ActivationData Activation => _activation
        ?? throw new InvalidOperationException($"{GetType().Name} is not attached to an activation yet.");

    /// <inheritdoc/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    internal void Attach(ActivationData activation) => _activation = activation;

    /// <summary>
    /// Ends this activation once its running calls have ended; overrides <see cref="DelayDeactivation"/>.
    /// </summary>
    protected void DeactivateOnIdle() => Activation.Deactivate(new DeactivationReason(
        DeactivationReasonCode.ApplicationRequested, "the grain called DeactivateOnIdle"));

    /// <summary>
    /// Keeps the activation from being collected for at least <paramref name="timeSpan"/>; a negative value cancels an
    /// earlier call.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
