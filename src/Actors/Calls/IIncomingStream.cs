using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A stream that another silo reads.</summary>
internal interface IIncomingStream
{
    /// <summary>The call that opens it; enqueue it before the first step.</summary>
    QueuedCall Opening { get; }

    /// <summary>Writes the next item.</summary>
    /// <returns>False at the end.</returns>
    Task<bool> TryWriteNextAsync(WireWriter writer);

    /// <summary>Ends the stream and lets go of the activation.</summary>
    Task CloseAsync();
}
