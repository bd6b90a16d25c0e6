using Tollama.Actors.Abstractions;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A grain method as other silos reach it.</summary>
internal interface IRemoteMethod
{
    /// <summary>Whether it answers with a stream.</summary>
    bool IsStream { get; }

    /// <summary>Reads a call; not for streams.</summary>
    QueuedCall ReadCall(GrainId target, WireReader arguments, CancellationToken cancellationToken);

    /// <summary>Reads a call that opens a stream; only for streams.</summary>
    IIncomingStream ReadStream(GrainId target, WireReader arguments, CancellationToken cancellationToken);
}
