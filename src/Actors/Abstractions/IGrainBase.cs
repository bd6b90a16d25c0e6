namespace Tollama.Actors.Abstractions;

/// <summary>What the runtime needs of a grain class.</summary>
public interface IGrainBase
{
    /// <summary>The activation around this instance.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call; calls wait for it. If it throws, they get its exception.</summary>
    Task OnActivateAsync(CancellationToken cancellationToken);

    /// <summary>Runs after the last call.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Cancelled when the time for deactivation is up.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken);
}
