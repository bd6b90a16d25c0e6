namespace Tollama.Actors.Transport;

/// <summary>What is known about a message without a reply.</summary>
internal enum PeerFailure
{
    /// <summary>The connection was refused: it was not carried out, and nobody listens there.</summary>
    Refused,

    /// <summary>There was no connection: it was not carried out.</summary>
    Unreachable,

    /// <summary>The connection broke after it was sent: it may have been carried out.</summary>
    Lost,
}
