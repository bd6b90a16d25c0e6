namespace Tollama.Grains.Contracts;

/// <summary>How urgent work is.</summary>
public enum WorkClass
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    /// <summary>Work in bulk: somebody waits, but not at a screen. Never makes a busy copy go.</summary>
    Batch,

    /// <summary>
    /// Nobody waits: a further copy of a busy model, forecasts for later. Never makes a busy copy go.
    /// </summary>
    Background,
}
