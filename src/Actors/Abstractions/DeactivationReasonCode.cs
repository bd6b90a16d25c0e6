namespace Tollama.Actors.Abstractions;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode
{
    /// <summary>Not given.</summary>
    None,

    /// <summary>The silo is stopping.</summary>
    ShuttingDown,

    /// <summary><see cref="IGrainBase.OnActivateAsync"/> failed.</summary>
    ActivationFailed,

    /// <summary>The directory could not record the activation, or lost it.</summary>
    DirectoryFailure,

    /// <summary>Nobody called it for its collection age.</summary>
    ActivationIdle,

    /// <summary>Another silo holds the activation.</summary>
    DuplicateActivation,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,
}
