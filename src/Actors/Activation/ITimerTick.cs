namespace Tollama.Actors.Activation;

/// <summary>Marks a queued call that belongs to one activation and dies with it.</summary>
internal interface ITimerTick;
