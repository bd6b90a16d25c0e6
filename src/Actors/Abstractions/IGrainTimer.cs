namespace Tollama.Actors.Abstractions;

/// <summary>A timer of a grain; disposing it stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the next tick and the period anew.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
