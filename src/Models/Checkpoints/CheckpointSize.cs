namespace Tollama.Models.Checkpoints;

/// <summary>How big a generated checkpoint is.</summary>
public enum CheckpointSize
{
    /// <summary>As the authors publish it: for measurements.</summary>
    Published,

    /// <summary>A few kilobytes of the same structure: for trying things out.</summary>
    Tiny,
}
