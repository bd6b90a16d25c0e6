namespace Tollama.Grains.Tests.Simulation;

/// <summary>Where a copy believes itself to be, whatever its device holds of it.</summary>
internal enum CopyPhase
{
    Asking,
    Loading,
    Serving,
    Leaving,
    Unloading,
    Gone,
}
