namespace Tollama.Actors.State;

/// <summary>A state and its version, as storage fills it.</summary>
/// <typeparam name="T">Type of the state.</typeparam>
public sealed class GrainState<T>
    where T : class, new()
{
    /// <summary>The value.</summary>
    public T State { get; set; } = new();

    /// <summary>Version of the stored value; null when there is none.</summary>
    public string? ETag { get; set; }

    /// <summary>Whether a value is stored.</summary>
    public bool RecordExists { get; set; }
}
