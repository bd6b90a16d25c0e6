namespace Tollama.Grains.Contracts;

/// <summary>How urgent work is.</summary>
public enum WorkClass
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    /// <summary>Nobody waits: a further copy of a busy model, work in bulk. Never makes a busy copy go.</summary>
    Background,
}
