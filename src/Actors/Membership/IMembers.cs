namespace Tollama.Actors.Membership;

/// <summary>The members of the cluster as this process sees them, and what it can do to its own membership.</summary>
public interface IMembers
{
    /// <summary>Name of this process.</summary>
    string Self { get; }

    /// <summary>
    /// All rows of the table as last read, dead ones of the recent past included; empty for an embedded silo.
    /// </summary>
    MembershipView View { get; }

    /// <summary>From now on others put no activation here. Does nothing for an embedded silo.</summary>
    /// <exception cref="TableUnavailableException">The others can't be told now.</exception>
    Task BeginDrainAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The parent of workers has seen one end: what was there is free at once. Does nothing elsewhere.
    /// </summary>
    /// <param name="endpoint">Where the worker listened.</param>
    void ReportEnded(string endpoint);

    /// <summary>Begins to end every activation here; each ends its running calls first.</summary>
    void EndActivations();
}
