using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tollama.Cli.Output;

/// <summary>Results as JSON text with sorted keys; numbers keep the spelling in which the daemon sent them.</summary>
internal static class JsonText
{
    private const int MaximumDepth = 256;

    private static readonly JsonWriterOptions PrettyOptions = Options(isIndented: true);
    private static readonly JsonWriterOptions LineOptions = Options(isIndented: false);

    /// <summary>Indented by two blanks.</summary>
    public static string Pretty(JsonElement value) => Write(PrettyOptions, writer => WriteSorted(writer, value));

    /// <summary>Indented by two blanks, members in the order in which they came.</summary>
    public static string PrettyUnsorted(JsonElement value) => Write(PrettyOptions, value.WriteTo);

    /// <summary>On one line.</summary>
    public static string Line(JsonElement value) => Write(LineOptions, writer => WriteSorted(writer, value));

    /// <summary>Builds an element, to be printed or sent.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, LineOptions))
        {
            write(writer);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = MaximumDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>An object with text members.</summary>
    public static JsonElement Object(params (string Name, string? Value)[] members) => Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    });

    private static JsonWriterOptions Options(bool isIndented) => new()
    {
        Indented = isIndented,
        NewLine = "\n",
        MaxDepth = MaximumDepth,

        // The text goes to a terminal or a file, never into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer); // a number as it is spelled
                break;
        }
    }
}
