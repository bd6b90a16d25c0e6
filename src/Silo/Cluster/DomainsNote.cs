namespace Tollama.Silo.Cluster;

/// <summary>Which domains have judgements, as it is stored.</summary>
internal sealed record DomainsNote
{
    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];
}
