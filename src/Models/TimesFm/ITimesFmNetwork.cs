namespace Tollama.Models.TimesFm;

/// <summary>The network as a pure function; the engine's session, or a stand-in in tests of the wrapper.</summary>
internal interface ITimesFmNetwork
{
    /// <summary>Runs one call.</summary>
    TimesFmOutput Run(TimesFmCall call, CancellationToken cancellation);
}
