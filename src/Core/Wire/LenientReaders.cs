using System.Globalization;
using System.Text;

namespace Tollama.Core.Wire;

/// <summary>
/// Readers of single values for the routes that coerce (contract/http-api §18.12): numbers may be texts or booleans,
/// booleans may be words.
/// </summary>
internal static class LenientReaders
{
    /// <summary>A finite number within bounds; null when it was refused.</summary>
    public static double? ReadLenientFloat(ref this BodyReader reader, Bounds bounds)
    {
        var kind = reader.Json.Peek();
        int start = reader.Json.Position;
        double? value = ReadNumber(ref reader, kind);
        if (value is null)
        {
            reader.Report(
                kind == JsonKind.Text ? "float_parsing" : "float_type",
                "Input should be a number",
                reader.SliceFrom(start));
            return null;
        }

        if (!double.IsFinite(value.Value))
        {
            reader.Report("finite_number", "Input should be a finite number", reader.SliceFrom(start));
            return null;
        }

        return reader.IsWithin(value.Value, bounds, start) ? value : null;
    }

    /// <summary>An integer within bounds; null when it was refused.</summary>
    public static int? ReadLenientInteger(ref this BodyReader reader, Bounds bounds)
    {
        var kind = reader.Json.Peek();
        int start = reader.Json.Position;
        double? value = ReadNumber(ref reader, kind);
        if (value is not { } number || !double.IsInteger(number))
        {
            string type = value is not null ? "int_from_float" : kind == JsonKind.Text ? "int_parsing" : "int_type";
            reader.Report(type, "Input should be an integer", reader.SliceFrom(start));
            return null;
        }

        var closed = bounds with
        {
            Most = Math.Min(bounds.Most, int.MaxValue),
            Least = Math.Max(bounds.Least, int.MinValue),
            IsInteger = true,
        };
        return reader.IsWithin(number, closed, start) ? (int)number : null;
    }

    /// <summary>A boolean; null when it was refused.</summary>
    public static bool? ReadLenientBoolean(ref this BodyReader reader)
    {
        var kind = reader.Json.Peek();
        if (kind == JsonKind.Boolean)
        {
            return reader.Json.ReadBoolean();
        }

        var raw = reader.SkipValue();
        bool? value = Encoding.UTF8.GetString(raw.Span).Trim('"').ToLowerInvariant() switch
        {
            "1" or "true" or "t" or "yes" or "y" or "on" when kind is JsonKind.Text or JsonKind.Number => true,
            "0" or "false" or "f" or "no" or "n" or "off" when kind is JsonKind.Text or JsonKind.Number => false,
            _ => null,
        };
        if (value is null)
        {
            reader.Report(
                kind is JsonKind.Text or JsonKind.Number ? "bool_parsing" : "bool_type",
                "Input should be true or false",
                raw);
        }

        return value;
    }

    /// <summary>A list of numbers; empty when it was refused.</summary>
    public static List<double> ReadLenientNumbers(ref this BodyReader reader)
    {
        var numbers = new List<double>();
        reader.ReadList(numbers, static (ref r, list) => list.Add(r.ReadLenientFloat(Bounds.None) ?? 0));
        return numbers;
    }

    /// <summary>A map from names to numbers; empty when it was refused.</summary>
    public static Dictionary<string, double> ReadLenientMap(ref this BodyReader reader)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        reader.ReadMap(numbers, static (ref r, name, map) => map[name] = r.ReadLenientFloat(Bounds.None) ?? 0);
        return numbers;
    }

    /// <summary>A list of texts; empty when it was refused.</summary>
    public static List<string> ReadTexts(ref this BodyReader reader)
    {
        var texts = new List<string>();
        reader.ReadList(texts, static (ref r, list) => list.Add(r.ReadText(minimumLength: 0) ?? string.Empty));
        return texts;
    }

    private static double? ReadNumber(ref BodyReader reader, JsonKind kind)
    {
        switch (kind)
        {
            case JsonKind.Number:
                return reader.Json.ReadNumber(out _);
            case JsonKind.Boolean:
                return reader.Json.ReadBoolean() ? 1 : 0;
            case JsonKind.Text:
                string text = reader.Json.Decode(reader.Json.ReadText());
                return double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    ? number
                    : null;
            default:
                reader.SkipValue();
                return null;
        }
    }
}
