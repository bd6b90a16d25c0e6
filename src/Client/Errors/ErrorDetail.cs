using System.Text;
using System.Text.Json;

namespace Tollama.Client.Errors;

/// <summary>Reads the reason out of an error body (contract/cli §2, http-api §1.2).</summary>
internal static class ErrorDetail
{
    private const int MaximumText = 2000;

    /// <summary>Reason and advice; the whole text when it is not an error body of ours.</summary>
    public static (string Detail, string? Hint) Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("detail", out var detail))
            {
                return (Shorten(body), null);
            }

            string? hint = root.TryGetProperty("hint", out var advice) && advice.ValueKind == JsonValueKind.String
                ? advice.GetString()
                : null;
            return (Shorten(Flatten(detail)), hint);
        }
        catch (JsonException)
        {
            // Not ours: a proxy's page, or plain text. The reader sees what came.
            return (Shorten(body), null);
        }
    }

    /// <summary>
    /// The dotted form of a location: <c>series[0].target[1]</c>; the leading <c>body</c> is left out.
    /// </summary>
    public static string Location(JsonElement location)
    {
        var text = new StringBuilder();
        foreach (var part in location.EnumerateArray().Skip(1))
        {
            if (part.ValueKind == JsonValueKind.Number)
            {
                text.Append('[').Append(part.GetRawText()).Append(']');
                continue;
            }

            text.Append(text.Length == 0 ? string.Empty : ".").Append(part.GetString());
        }

        return text.Length == 0 ? "body" : text.ToString();
    }

    private static string Flatten(JsonElement detail) => detail.ValueKind switch
    {
        JsonValueKind.String => detail.GetString() ?? string.Empty,
        JsonValueKind.Array => string.Join("; ", detail.EnumerateArray().Select(FlattenEntry)),
        JsonValueKind.Object when detail.TryGetProperty("message", out var message)
            && message.ValueKind == JsonValueKind.String => WithCode(detail, message.GetString() ?? string.Empty),
        _ => detail.GetRawText(),
    };

    private static string FlattenEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("msg", out var message) || message.ValueKind != JsonValueKind.String)
        {
            return entry.ValueKind == JsonValueKind.String ? entry.GetString() ?? string.Empty : entry.GetRawText();
        }

        return entry.TryGetProperty("loc", out var location) && location.ValueKind == JsonValueKind.Array
            ? $"Field '{Location(location)}' is invalid: {message.GetString()}"
            : message.GetString() ?? string.Empty;
    }

    private static string WithCode(JsonElement detail, string message) =>
        detail.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
            ? $"{code.GetString()}: {message}"
            : message;

    private static string Shorten(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length <= MaximumText ? trimmed : trimmed[..MaximumText] + "…";
    }
}
