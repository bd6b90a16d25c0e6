namespace Tollama.Client.Results;

/// <summary>A forecast that branches by quantiles (contract/http-api §18.9).</summary>
/// <param name="Model">The model.</param>
/// <param name="Depth">Levels below the roots.</param>
/// <param name="BranchQuantiles">Levels of the branches.</param>
/// <param name="Nodes">The nodes, parents before their children; one root per series.</param>
/// <param name="Warnings">What to know of them.</param>
public sealed record ScenarioTreeResult(
    string Model,
    int Depth,
    IReadOnlyList<double> BranchQuantiles,
    IReadOnlyList<ScenarioNode> Nodes,
    IReadOnlyList<string> Warnings);
