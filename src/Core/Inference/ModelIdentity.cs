using System.Text.Json.Nodes;
using Tollama.Core.Catalog;

namespace Tollama.Core.Inference;

/// <summary>What a checkpoint's own config says it is.</summary>
/// <param name="Family">Family as the contract names it (<c>torch</c>, <c>timesfm</c>, …).</param>
/// <param name="Metadata">Metadata as a registry entry would carry it: <c>implementation</c>, limits.</param>
/// <param name="Capabilities">Which covariates the checkpoint can use.</param>
public sealed record ModelIdentity(string Family, JsonObject Metadata, ModelCapabilities Capabilities);
