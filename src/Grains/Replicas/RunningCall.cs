using Tollama.Grains.Pacing;

namespace Tollama.Grains.Replicas;

/// <summary>An engine call that runs.</summary>
/// <param name="began">Timestamp of its begin.</param>
/// <param name="work">What it computes; null where that follows no one curve.</param>
internal sealed class RunningCall(long began, PacedWork? work)
{
    public long Began { get; } = began;

    public PacedWork? Work { get; } = work;
}
