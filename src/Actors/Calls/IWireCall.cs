using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>How a call and its result cross the wire; generated with the call.</summary>
/// <typeparam name="TSelf">The call.</typeparam>
/// <typeparam name="TResult">Type of the result, or of one item of a stream.</typeparam>
public interface IWireCall<TSelf, TResult>
    where TSelf : struct
{
    /// <summary>Writes the arguments, cancellation tokens left out.</summary>
    void WriteArguments(WireWriter writer);

    /// <summary>Reads a call.</summary>
    /// <param name="reader">The arguments.</param>
    /// <param name="cancellationToken">What the method gets as its token.</param>
    /// <exception cref="InvalidDataException">The message is malformed.</exception>
    static abstract TSelf ReadArguments(WireReader reader, CancellationToken cancellationToken);

    /// <summary>Writes a result.</summary>
    static abstract void WriteResult(WireWriter writer, TResult result);

    /// <summary>Reads a result.</summary>
    /// <exception cref="InvalidDataException">The message is malformed.</exception>
    static abstract TResult ReadResult(WireReader reader);
}
