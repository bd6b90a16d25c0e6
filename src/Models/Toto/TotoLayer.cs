using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;

namespace Tollama.Models.Toto;

/// <summary>The tensors of one layer.</summary>
/// <param name="AttentionNorm"><c>(width)</c>.</param>
/// <param name="Projection">
/// Queries, keys and values in one, <c>(width → 3·width)</c>; inside each the head is the fastest index.
/// </param>
/// <param name="Output"><c>(width → width)</c>, heads slowest.</param>
/// <param name="FeedForwardNorm"><c>(width)</c>.</param>
/// <param name="GateAndUp"><c>(width → 2·hidden)</c>, the gated half first.</param>
/// <param name="Down"><c>(hidden → width)</c>.</param>
internal sealed record TotoLayer(
    Value AttentionNorm,
    LinearWeights Projection,
    LinearWeights Output,
    Value FeedForwardNorm,
    LinearWeights GateAndUp,
    LinearWeights Down);
