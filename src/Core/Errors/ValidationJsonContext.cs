using System.Text.Json.Serialization;

namespace Tollama.Core.Errors;

/// <summary>Texts as JSON, without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ValidationJsonContext : JsonSerializerContext;
