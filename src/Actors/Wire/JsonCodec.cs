using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Actors.Wire;

/// <summary>JSON values within messages, as UTF-8 text.</summary>
public static class JsonCodec
{
    /// <summary>Writes a JSON object.</summary>
    public static void WriteObject(WireWriter writer, JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBlock<byte>(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web));
    }

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="InvalidDataException">The text is not one.</exception>
    public static JsonObject ReadObject(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            return JsonNode.Parse(reader.Take(reader.ReadLength(1))) as JsonObject
                ?? throw new InvalidDataException("A JSON object was expected.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("A message holds text that is not JSON.", fault);
        }
    }

    /// <summary>Writes a JSON value; undefined becomes an empty text.</summary>
    public static void WriteElement(WireWriter writer, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(value.ValueKind == JsonValueKind.Undefined ? string.Empty : value.GetRawText());
    }

    /// <summary>Reads a JSON value.</summary>
    /// <exception cref="InvalidDataException">The text is not JSON.</exception>
    public static JsonElement ReadElement(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var text = reader.Take(reader.ReadLength(1));
        if (text.IsEmpty)
        {
            return default;
        }

        try
        {
            var json = new Utf8JsonReader(text);
            return JsonElement.ParseValue(ref json);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("A message holds text that is not JSON.", fault);
        }
    }
}
