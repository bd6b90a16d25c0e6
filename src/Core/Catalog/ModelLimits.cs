using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Catalog;

/// <summary>Limits that a model's metadata declare (storage-and-config §3.1).</summary>
/// <param name="Horizon">Longest horizon; null for none.</param>
/// <param name="Context">Longest history that counts; null for none.</param>
/// <param name="Series">Most series of a request; null for any number.</param>
public readonly record struct ModelLimits(int? Horizon, int? Context, int? Series)
{
    /// <summary>Reads the limits.</summary>
    public static ModelLimits Of(JsonObject? metadata) => new(
        First(metadata, "max_horizon", "prediction_length"),
        First(metadata, "max_context", "context_length", "default_context_length"),
        First(metadata, "input_series_limit", "max_input_series"));

    private static int? First(JsonObject? metadata, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            // Written by JSON, YAML or code, a number may be held in any type.
            if (metadata?[key] is JsonValue value
                && value.GetValueKind() == JsonValueKind.Number
                && int.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
                && limit > 0)
            {
                return limit;
            }
        }

        return null;
    }
}
