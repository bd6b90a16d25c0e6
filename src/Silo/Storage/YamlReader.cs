using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tollama.Silo.Storage;

/// <summary>
/// Reads a YAML document as JSON: maps, lists and the scalars of the core schema with YAML 1.1's words for true and
/// false. What hostile files use is refused: anchors and aliases, deep nesting, duplicate keys, several documents, big
/// files.
/// </summary>
internal static class YamlReader
{
    /// <summary>Most characters of a document.</summary>
    public const int LongestText = 1 << 20;

    private const int DeepestNesting = 32;

    /// <summary>Reads one document; an empty one is null.</summary>
    /// <exception cref="JsonException">
    /// It is no YAML, or holds what is refused; the message names line and column.
    /// </exception>
    public static JsonNode? Read(string text)
    {
        if (text.Length > LongestText)
        {
            throw new JsonException($"The file has {text.Length} characters, more than {LongestText}.");
        }

        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, depth: 0);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _)
                ? root
                : throw new JsonException("There is more than one document.");
        }
        catch (YamlException inner)
        {
            throw new JsonException($"Line {inner.Start.Line}, column {inner.Start.Column}: {inner.Message}", inner);
        }
        catch (Exception inner) when (inner is InvalidOperationException or ArgumentException)
        {
            // The scanner says so of some broken documents instead of naming their place.
            throw new JsonException($"The file is not valid YAML ({inner.Message}).", inner);
        }
    }

    private static JsonNode? ReadNode(IParser parser, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Refuse(parser, $"nested deeper than {DeepestNesting}");
        }

        if (parser.Accept<AnchorAlias>(out _) || (parser.Accept<NodeEvent>(out var node) && !node.Anchor.IsEmpty))
        {
            throw Refuse(parser, "anchors and aliases are not allowed");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return scalar.IsPlainImplicit ? ReadPlain(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        return parser.TryConsume<SequenceStart>(out _) ? ReadList(parser, depth) : ReadMap(parser, depth);
    }

    private static JsonArray ReadList(IParser parser, int depth)
    {
        var list = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(ReadNode(parser, depth + 1));
        }

        return list;
    }

    private static JsonObject ReadMap(IParser parser, int depth)
    {
        parser.Consume<MappingStart>();
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.Accept<Scalar>(out var key) || !key.Anchor.IsEmpty || key.Value == "<<")
            {
                throw Refuse(parser, "a key must be a plain text");
            }

            parser.MoveNext();
            if (!map.TryAdd(key.Value, ReadNode(parser, depth + 1)))
            {
                throw new JsonException($"Line {key.Start.Line}: the key '{key.Value}' is there twice.");
            }
        }

        return map;
    }

    private static JsonValue? ReadPlain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ => ReadNumber(text) ?? JsonValue.Create(text),
    };

    private static JsonValue? ReadNumber(string text)
    {
        bool looksNumeric = char.IsAsciiDigit(text[^1]) || text[^1] == '.';
        if (
            !looksNumeric
            || text.Any(letter => !char.IsAsciiDigit(letter) && letter is not ('+' or '-' or '.' or 'e' or 'E')))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return JsonValue.Create(integer);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) ? Fraction(number) : null;
    }

    /// <summary>A number that stays no integer when it is written: 4.0 is not 4.</summary>
    private static JsonValue Fraction(double number) => double.IsInteger(number)
        ? JsonValue.Create(JsonElement.Parse(number.ToString("F1", CultureInfo.InvariantCulture)))!
        : JsonValue.Create(number);

    private static JsonException Refuse(IParser parser, string reason)
    {
        var place = parser.Current?.Start ?? Mark.Empty;
        return new JsonException($"Line {place.Line}, column {place.Column}: {reason}.");
    }
}
