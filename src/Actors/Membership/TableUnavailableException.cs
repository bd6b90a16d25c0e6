namespace Tollama.Actors.Membership;

/// <summary>The store of the cluster cannot be reached; what it holds is as it was.</summary>
public sealed class TableUnavailableException : Exception
{
    /// <summary>Creates the fault.</summary>
    public TableUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
