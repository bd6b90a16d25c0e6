namespace Tollama.Grains.Tests.Simulation;

/// <summary>Where a copy believes itself to be, whatever its device holds of it.</summary>
internal enum CopyPhase
{
    Fetching,
    Asking,
    Loading,
    Serving,
    Leaving,
    Unloading,
    Gone,
}
