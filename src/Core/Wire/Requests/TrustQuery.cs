using System.Text.Json.Nodes;

namespace Tollama.Core.Wire.Requests;

/// <summary>A signal to judge (contract/http-api §18.12).</summary>
/// <param name="Context">Which agent: <c>domain</c>, <c>source_type</c>.</param>
/// <param name="Payload">What is known of the signal.</param>
/// <param name="Threshold">Lowest score that lets a decision pass; only <c>/gate-decision</c> reads it.</param>
public sealed record TrustQuery(JsonObject Context, JsonObject Payload, double Threshold);
