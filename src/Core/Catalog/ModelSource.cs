namespace Tollama.Core.Catalog;

/// <summary>Where a model comes from (storage-and-config §3).</summary>
/// <param name="Type"><c>huggingface</c>, <c>local</c>, <c>bundled</c>, <c>folder</c>, <c>builtin</c>.</param>
/// <param name="RepoId"><c>org/name</c>, or a path for folders.</param>
/// <param name="Revision">Branch, tag or commit.</param>
public sealed record ModelSource(string Type, string RepoId, string Revision);
