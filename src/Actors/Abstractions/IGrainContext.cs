namespace Tollama.Actors.Abstractions;

/// <summary>The activation around a grain instance.</summary>
public interface IGrainContext
{
    /// <summary>Identity of the grain.</summary>
    GrainId GrainId { get; }

    /// <summary>Services of the silo.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends the activation once its running calls have ended.</summary>
    /// <param name="deactivationReason">Passed to <see cref="IGrainBase.OnDeactivateAsync"/>.</param>
    /// <param name="cancellationToken">
    /// Hurries the deactivation: passed to <see cref="IGrainBase.OnDeactivateAsync"/>.
    /// </param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
