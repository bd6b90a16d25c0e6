using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Trust;

/// <summary>
/// Reads the payload of a signal: fields by any of their names, numbers also from texts and booleans.
/// </summary>
internal sealed class TrustPayload(JsonObject json)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>A text that must be there and not be empty.</summary>
    /// <exception cref="ValidationException">It is not.</exception>
    public string RequiredText(params ReadOnlySpan<string> fields)
    {
        var (name, value) = Take(fields);
        if (value is null)
        {
            throw Fault(
                fields[0],
                name is null ? "missing" : "string_type",
                "A text that names the source is required",
                json);
        }

        string text =
            value is JsonValue single && single.TryGetValue(out string? written) ? written.Trim() : string.Empty;
        return text.Length > 0
            ? text
            : throw Fault(name!, "string_too_short", "Text should have at least 1 character", value);
    }

    /// <summary>
    /// A number between 0 and 1: others are clipped, what is no number counts as <paramref name="fallback"/>.
    /// </summary>
    public double Share(double fallback, params ReadOnlySpan<string> fields) =>
        Number(Take(fields).Value) is { } number ? Math.Clamp(number, 0, 1) : fallback;

    /// <summary>A number that is not negative.</summary>
    /// <exception cref="ValidationException">It is negative, or no number.</exception>
    public double? Amount(params ReadOnlySpan<string> fields)
    {
        var (name, value) = Take(fields);
        if (value is null)
        {
            return null;
        }

        double number = Number(value) ?? throw Fault(name!, "float_parsing", "Input should be a number", value);
        return number >= 0
            ? number
            : throw Fault(name!, "greater_than_equal", "Input should be greater than or equal to 0", value);
    }

    /// <summary>Allows a field that nothing reads.</summary>
    public void Allow(string field) => _known.Add(field);

    /// <summary>Refuses fields that nobody has asked for.</summary>
    /// <exception cref="ValidationException">There are some.</exception>
    public void RefuseOthers()
    {
        var others = json.Where(member => !_known.Contains(member.Key)).ToList();
        if (others.Count > 0)
        {
            throw new ValidationException([.. others.Select(member =>
                Issue(member.Key, "extra_forbidden", "Extra inputs are not permitted", member.Value))]);
        }
    }

    /// <summary>A number, however it is written; null when the value is none.</summary>
    public static double? Number(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number when double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) is var written
            && double.IsFinite(written) => written,
        JsonValueKind.String when double.TryParse(
            value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>A fault of one field of a payload.</summary>
    public static ValidationException Fault(string field, string type, string message, JsonNode? input) =>
        new([Issue(field, type, message, input)]);

    private static ValidationIssue Issue(string field, string type, string message, JsonNode? input) => new()
    {
        Type = type,
        Location = ["body", "payload", field],
        Message = message,
        Input = Encoding.UTF8.GetBytes(input?.ToJsonString() ?? "null"),
    };

    private (string? Name, JsonNode? Value) Take(ReadOnlySpan<string> fields)
    {
        (string? Name, JsonNode? Value) found = default;
        foreach (string field in fields)
        {
            _known.Add(field);
            if (found.Name is null && json.TryGetPropertyValue(field, out var value))
            {
                found = (field, value);
            }
        }

        return found;
    }
}
