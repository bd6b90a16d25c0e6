using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Gateway.Agents;

/// <summary>Reads the parameters of a JSON-RPC call; what does not fit is refused.</summary>
internal readonly struct RpcParameters(JsonObject json)
{
    /// <summary>A text that must be there.</summary>
    /// <exception cref="RpcException">It is not.</exception>
    public string RequiredText(string key) =>
        Text(key) ?? throw Unfit($"'{key}' is required and must be a text that is not empty.");

    /// <summary>A text, trimmed; null when there is none.</summary>
    public string? Text(string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) && text.Trim() is { Length: > 0 } trimmed
            ? trimmed
            : null;

    /// <summary>An integer within bounds; null when there is none.</summary>
    /// <exception cref="RpcException">It is something else.</exception>
    public int? Integer(string key, int least, int most = int.MaxValue)
    {
        if (json[key] is not { } node)
        {
            return null;
        }

        bool isInteger = int.TryParse(
            node.ToJsonString(),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out int number);
        string range = most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        return isInteger && number >= least && number <= most
            ? number
            : throw Unfit($"'{key}' must be an integer {range}.");
    }

    /// <summary>A positive number; null when there is none.</summary>
    /// <exception cref="RpcException">It is something else.</exception>
    public double? Positive(string key)
    {
        if (json[key] is not { } node)
        {
            return null;
        }

        bool isNumber = node.GetValueKind() == JsonValueKind.Number;
        double number = isNumber ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) : 0;
        return number > 0 && double.IsFinite(number) ? number : throw Unfit($"'{key}' must be a positive number.");
    }

    /// <summary>True or false; false when there is neither.</summary>
    public bool Flag(string key) => json[key]?.GetValueKind() == JsonValueKind.True;

    /// <summary>A map; null when there is none.</summary>
    public JsonObject? Map(string key) => json[key] as JsonObject;

    /// <summary>Any value; null when there is none.</summary>
    public JsonNode? Node(string key) => json[key];

    /// <summary>The fault of parameters that do not fit.</summary>
    public static RpcException Unfit(string message) => new(RpcException.InvalidParams, message);
}
