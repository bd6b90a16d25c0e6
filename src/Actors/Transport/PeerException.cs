namespace Tollama.Actors.Transport;

/// <summary>A peer gave no reply.</summary>
internal sealed class PeerException : Exception
{
    public PeerException(PeerFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public PeerFailure Failure { get; }
}
