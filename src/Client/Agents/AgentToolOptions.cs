using Tollama.Core.Catalog;

namespace Tollama.Client.Agents;

/// <summary>What tools work with.</summary>
public sealed record AgentToolOptions
{
    /// <summary>The daemon.</summary>
    public TollamaClientOptions Client { get; init; } = new();

    /// <summary>Models to recommend from; default those of the product.</summary>
    public IReadOnlyList<RegistryEntry> Registry { get; init; } = ModelRegistry.BuiltIn;
}
