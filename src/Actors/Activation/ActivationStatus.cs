namespace Tollama.Actors.Activation;

/// <summary>Where an activation is in its life; it only moves forward.</summary>
internal enum ActivationStatus
{
    /// <summary>Made, state being read, <c>OnActivateAsync</c> running; calls wait.</summary>
    Activating,

    /// <summary>Serving.</summary>
    Active,

    /// <summary>No new calls start; begun ones end, then <c>OnDeactivateAsync</c> runs.</summary>
    Deactivating,

    /// <summary>Gone; calls that waited went to the next activation.</summary>
    Gone,
}
