using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A call that came from another silo; it is carried out here or refused, never sent on.</summary>
internal interface IIncomingCall
{
    /// <summary>Ends with the call.</summary>
    Task Ended { get; }

    /// <summary>Writes the result of a call that ended well.</summary>
    void WriteResult(WireWriter writer);
}
