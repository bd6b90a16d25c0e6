using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Errors;

/// <summary>One problem of a request body, as contract/http-api §1.2 lays it out.</summary>
public sealed record ValidationIssue
{
    /// <summary>Stable code: <c>missing</c>, <c>int_type</c>, <c>value_error</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>Path to the value, beginning with <c>body</c>.</summary>
    public required IReadOnlyList<LocationPart> Location { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The offending value as UTF-8 JSON, usually a slice of the body; the whole object for <c>missing</c> and for
    /// rules over an object. Empty means null.
    /// </summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Further facts, such as the bound that was violated; null when there are none.</summary>
    public JsonObject? Context { get; init; }

    /// <summary>
    /// The problem in one line: the location without <c>body</c> in dotted and indexed form and single quotes, the
    /// message, the value (texts in single quotes, long values cut).
    /// </summary>
    public string Describe()
    {
        var line = new StringBuilder("'");
        AppendLocation(line);
        line.Append("': ").Append(Message);
        return line.Append(" (got ").Append(DescribeInput()).Append(')').ToString();
    }

    /// <summary>Writes the entry of the <c>detail</c> list.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, Type);
        writer.WriteStartArray("loc"u8);
        foreach (var part in Location)
        {
            if (part.Name is { } name)
            {
                writer.WriteStringValue(name);
            }
            else
            {
                writer.WriteNumberValue(part.Index);
            }
        }

        writer.WriteEndArray();
        writer.WriteString("msg"u8, Message);
        writer.WritePropertyName("input"u8);
        if (Input.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(Input.Span, skipInputValidation: true); // a slice of a body that has been parsed
        }

        if (Context is not null)
        {
            writer.WritePropertyName("ctx"u8);
            Context.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private void AppendLocation(StringBuilder line)
    {
        int start = line.Length;
        foreach (var part in Location.Skip(1))
        {
            if (part.Name is not { } name)
            {
                line.Append('[').Append(part.Index).Append(']');
                continue;
            }

            line.Append(line.Length > start ? "." : string.Empty).Append(name);
        }

        if (line.Length == start)
        {
            line.Append("<root>");
        }
    }

    private string DescribeInput()
    {
        const int MaximumLength = 1000;
        string text = Input.IsEmpty ? "null" : Encoding.UTF8.GetString(Input.Span[..Math.Min(Input.Length, 4096)]);
        if (text[0] == '"' && Input.Length <= 4096)
        {
            text = $"'{JsonElement.Parse(Input.Span).GetString()}'";
        }

        return text.Length > MaximumLength ? text[..MaximumLength] + "…" : text;
    }
}
