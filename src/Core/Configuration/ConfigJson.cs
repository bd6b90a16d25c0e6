using System.Text.Json.Serialization;

namespace Tollama.Core.Configuration;

/// <summary>
/// Strict reading and writing of <see cref="TollamaConfig"/>: unknown keys, nulls for sections and other types are
/// refused.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(TollamaConfig))]
internal sealed partial class ConfigJson : JsonSerializerContext;
