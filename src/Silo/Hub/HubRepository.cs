namespace Tollama.Silo.Hub;

/// <summary>A repository at one commit.</summary>
/// <param name="RepoId"><c>org/name</c>.</param>
/// <param name="Commit">Full commit hash: 40 hex digits.</param>
/// <param name="Files">Every file of the commit.</param>
/// <param name="Licence">Licence identifier of the model card; null when it names none.</param>
internal sealed record HubRepository(string RepoId, string Commit, IReadOnlyList<HubFile> Files, string? Licence);
