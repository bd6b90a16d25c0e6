namespace Tollama.Actors.Transport;

/// <summary>First byte of a reply.</summary>
internal enum ReplyKind : byte
{
    /// <summary>The result, or one item of a stream.</summary>
    Answer = 1,

    /// <summary>The grain's fault: code and message.</summary>
    Fault = 2,

    /// <summary>Not carried out: the grain is at another silo, which follows.</summary>
    WrongSilo = 3,

    /// <summary>Not carried out: this incarnation does not serve, or is not the one that was meant.</summary>
    Refused = 4,

    /// <summary>The call was cancelled.</summary>
    Cancelled = 5,

    /// <summary>The stream has ended.</summary>
    End = 6,

    /// <summary>A silo was lost underneath the call; a message follows. It may have been carried out.</summary>
    Lost = 7,

    /// <summary>Not carried out: the relay has no way to the member either.</summary>
    NoWay = 8,
}
