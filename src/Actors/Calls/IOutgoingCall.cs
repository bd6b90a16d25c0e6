using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A queued call that may also be carried out by another silo.</summary>
internal interface IOutgoingCall
{
    GrainMethod Method { get; }

    CancellationToken Cancellation { get; }

    void WriteArguments(WireWriter writer);

    /// <summary>Ends the call with a result from the wire.</summary>
    void CompleteWith(WireReader result);
}
