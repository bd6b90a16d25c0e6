using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Client.Agents;

/// <summary>An argument of a tool: its schema, and the check that it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it may be.</param>
/// <param name="Description">For the one who calls.</param>
public sealed record ToolArgument(string Name, ToolArgumentType Type, string Description)
{
    /// <summary>Whether a call without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether null stands for the default.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Least number, exclusive; null for none.</summary>
    public double? Above { get; init; }

    /// <summary>Greatest number; null for none.</summary>
    public double? Maximum { get; init; }

    /// <summary>The texts that are allowed; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What holds without it, as JSON; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The argument as a JSON schema.</summary>
    public JsonObject ToSchema()
    {
        string type = Type switch
        {
            ToolArgumentType.Text => "string",
            ToolArgumentType.Flag => "boolean",
            ToolArgumentType.Integer => "integer",
            ToolArgumentType.Number => "number",
            _ => "object",
        };
        var schema = new JsonObject
        {
            ["type"] = IsNullable ? new JsonArray(type, "null") : JsonValue.Create(type),
            ["description"] = Description,
        };
        if (Type == ToolArgumentType.Text && Choices.Count == 0)
        {
            schema["minLength"] = 1;
        }

        if (Choices.Count > 0)
        {
            schema["enum"] = new JsonArray([.. Choices.Select(choice => (JsonNode)JsonValue.Create(choice))]);
        }

        if (Above is { } above)
        {
            // Whole numbers above 0 start at 1.
            schema[Type == ToolArgumentType.Integer ? "minimum" : "exclusiveMinimum"] =
                Type == ToolArgumentType.Integer ? above + 1 : above;
        }

        if (Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }

        if (Default is not null)
        {
            schema["default"] = JsonNode.Parse(Default);
        }

        return schema;
    }

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public string? FindProblem(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return IsNullable ? null : $"'{Name}' must be {Expected()}, not null";
        }

        bool isRight = Type switch
        {
            ToolArgumentType.Text => value.ValueKind == JsonValueKind.String && IsAllowed(value.GetString()),
            ToolArgumentType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            ToolArgumentType.Integer => value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out int whole) && IsInside(whole),
            ToolArgumentType.Number => value.ValueKind == JsonValueKind.Number
                && value.TryGetDouble(out double number) && double.IsFinite(number) && IsInside(number),
            _ => value.ValueKind == JsonValueKind.Object,
        };
        return isRight ? null : $"'{Name}' is {Shorten(value)}; it must be {Expected()}";
    }

    private bool IsAllowed(string? text) =>
        !string.IsNullOrEmpty(text) && (Choices.Count == 0 || Choices.Contains(text, StringComparer.Ordinal));

    private bool IsInside(double number) => !(number <= Above) && !(number > Maximum);

    private string Expected()
    {
        string what = Type switch
        {
            ToolArgumentType.Text when Choices.Count > 0 => $"one of {string.Join(", ", Choices)}",
            ToolArgumentType.Text => "a text that is not empty",
            ToolArgumentType.Flag => "true or false",
            ToolArgumentType.Integer => "a whole number",
            ToolArgumentType.Number => "a number",
            _ => "an object",
        };
        string bounds = (Above, Maximum) switch
        {
            ({ } above, { } maximum) => string.Create(
                CultureInfo.InvariantCulture,
                $" above {above} and at most {maximum}"),
            ({ } above, null) => string.Create(CultureInfo.InvariantCulture, $" above {above}"),
            _ => string.Empty,
        };
        return what + bounds;
    }

    private static string Shorten(JsonElement value)
    {
        const int MaximumLength = 80;
        string text = value.GetRawText();
        return text.Length <= MaximumLength ? text : text[..MaximumLength] + "…";
    }
}
