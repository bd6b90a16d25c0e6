namespace Tollama.Actors.Transport;

/// <summary>First byte of a message.</summary>
internal enum MessageKind : byte
{
    /// <summary>A call of a grain.</summary>
    Call = 1,

    /// <summary>A call of a grain that answers with a stream.</summary>
    Stream = 2,

    /// <summary>Is this incarnation there?</summary>
    Probe = 3,

    /// <summary>Promise not to declare me dead.</summary>
    Promise = 4,

    /// <summary>Is this grain active here?</summary>
    Locate = 5,

    /// <summary>Stay on the line until one of us ends.</summary>
    Watch = 6,

    /// <summary>A worker asks the tables that its parent keeps.</summary>
    Table = 7,

    /// <summary>Bring the message within to a member that the sender has no way to.</summary>
    Relay = 8,
}
