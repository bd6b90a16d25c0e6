using System.Text;
using System.Text.Json.Nodes;

namespace Tollama.Core.Decisions;

/// <summary>Writes a document as Markdown: one section a map, one line a member.</summary>
internal static class MarkdownText
{
    /// <summary>The text; members that are empty are left out.</summary>
    public static string Write(string title, JsonObject document)
    {
        var text = new StringBuilder($"# {title}\n");
        foreach (var (key, value) in document.Where(member => member.Value is not JsonObject and not null))
        {
            WriteMember(text, key, value);
        }

        foreach (var (key, value) in document.Where(member => member.Value is JsonObject))
        {
            text.Append($"\n## {Words(key)}\n\n");
            foreach (var (name, member) in value!.AsObject())
            {
                WriteMember(text, name, member);
            }
        }

        return text.ToString();
    }

    private static void WriteMember(StringBuilder text, string key, JsonNode? value)
    {
        string written = value switch
        {
            null => string.Empty,
            JsonArray list => string.Join(
                "; ",
                list.Select(item => item is JsonObject ? item.ToJsonString() : item?.ToString())),
            JsonObject map => map.Count == 0 ? string.Empty : map.ToJsonString(),
            _ => value.ToString(),
        };
        if (written.Length > 0)
        {
            text.Append($"- **{Words(key)}**: {written.ReplaceLineEndings(" ")}\n");
        }
    }

    private static string Words(string key)
    {
        string words = key.Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
