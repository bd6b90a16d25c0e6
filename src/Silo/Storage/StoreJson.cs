using System.Text.Json.Serialization;

namespace Tollama.Silo.Storage;

/// <summary>JSON of the store's own files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SnapshotIndex))]
[JsonSerializable(typeof(LicenceReceipt))]
internal sealed partial class StoreJson : JsonSerializerContext;
