using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollama.Client.Agents;

/// <summary>JSON without reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonContext : JsonSerializerContext;
