using System.Text.Json.Nodes;

namespace Tollama.Core.Wire;

/// <summary>
/// Readers of single values: strict about kinds, no coercion but integer to float (contract/http-api §1.3).
/// </summary>
internal static class ScalarReaders
{
    /// <summary>A text; null when it was refused.</summary>
    public static string? ReadText(ref this BodyReader reader, int minimumLength = 1)
    {
        if (reader.Json.Peek() != JsonKind.Text)
        {
            reader.Report("string_type", "Input should be a text", reader.SkipValue());
            return null;
        }

        int start = reader.Json.Position;
        var text = reader.Json.ReadText();
        if (text.Length >= minimumLength)
        {
            return reader.Json.Decode(text);
        }

        ReportShortText(ref reader, start, minimumLength);
        return null;
    }

    /// <summary>A text, or null where <c>null</c> stands; a refused text gives null too.</summary>
    public static string? ReadNullableText(ref this BodyReader reader, int minimumLength = 0) =>
        reader.TryReadNull() ? null : reader.ReadText(minimumLength);

    /// <summary>Reports a text that is too short.</summary>
    public static void ReportShortText(ref BodyReader reader, int start, int minimumLength) => reader.Report(
        "string_too_short",
        $"Text should have at least {minimumLength} character",
        reader.SliceFrom(start),
        new JsonObject { ["min_length"] = minimumLength });

    /// <summary>A boolean; null when it was refused.</summary>
    public static bool? ReadBoolean(ref this BodyReader reader)
    {
        if (reader.Json.Peek() == JsonKind.Boolean)
        {
            return reader.Json.ReadBoolean();
        }

        reader.Report("bool_type", "Input should be true or false", reader.SkipValue());
        return null;
    }

    /// <summary>A boolean, or null where <c>null</c> stands.</summary>
    public static bool? ReadNullableBoolean(ref this BodyReader reader) =>
        reader.TryReadNull() ? null : reader.ReadBoolean();

    /// <summary>An integer within bounds; null when it was refused.</summary>
    public static int? ReadInteger(ref this BodyReader reader, Bounds bounds)
    {
        if (reader.Json.Peek() != JsonKind.Number)
        {
            reader.Report("int_type", "Input should be an integer", reader.SkipValue());
            return null;
        }

        int start = reader.Json.Position;
        double value = reader.Json.ReadNumber(out bool isInteger);
        if (!isInteger)
        {
            reader.Report("int_type", "Input should be an integer", reader.SliceFrom(start));
            return null;
        }

        // Integers have no bounds of their own on the wire; ours end where a 32-bit number does.
        var closed = bounds with { Most = Math.Min(bounds.Most, int.MaxValue), IsInteger = true };
        return reader.IsWithin(value, closed, start) ? (int)value : null;
    }

    /// <summary>An integer within bounds, or null where <c>null</c> stands.</summary>
    public static int? ReadNullableInteger(ref this BodyReader reader, Bounds bounds) =>
        reader.TryReadNull() ? null : reader.ReadInteger(bounds);

    /// <summary>A 64-bit integer (seeds); null when it was refused.</summary>
    public static long? ReadLong(ref this BodyReader reader)
    {
        bool isNumber = reader.Json.Peek() == JsonKind.Number;
        var raw = reader.SkipValue();
        if (isNumber && System.Buffers.Text.Utf8Parser.TryParse(raw.Span, out long value, out int used)
            && used == raw.Length)
        {
            return value;
        }

        reader.Report("int_type", "Input should be an integer of 64 bits", raw);
        return null;
    }

    /// <summary>A finite number within bounds; null when it was refused.</summary>
    public static double? ReadFloat(ref this BodyReader reader, Bounds bounds)
    {
        if (reader.Json.Peek() != JsonKind.Number)
        {
            reader.Report("float_type", "Input should be a number", reader.SkipValue());
            return null;
        }

        int start = reader.Json.Position;
        double value = reader.Json.ReadNumber(out _);
        if (!double.IsFinite(value))
        {
            reader.Report("finite_number", "Input should be a finite number", reader.SliceFrom(start));
            return null;
        }

        return reader.IsWithin(value, bounds, start) ? value : null;
    }

    /// <summary>A finite number within bounds, or null where <c>null</c> stands.</summary>
    public static double? ReadNullableFloat(ref this BodyReader reader, Bounds bounds) =>
        reader.TryReadNull() ? null : reader.ReadFloat(bounds);

    /// <summary>A finite number that the contract types as integer or float; null when it was refused.</summary>
    public static double? ReadNumber(ref this BodyReader reader)
    {
        bool isNumber = reader.Json.Peek() == JsonKind.Number;
        int start = reader.Json.Position;
        if (isNumber && reader.Json.ReadNumber(out _) is var value && double.IsFinite(value))
        {
            return value;
        }

        if (!isNumber)
        {
            reader.SkipValue();
        }

        ColumnReaders.ReportNotANumber(ref reader, reader.SliceFrom(start), isInfinite: isNumber);
        return null;
    }

    /// <summary>One of a few words; null when it was refused.</summary>
    public static string? ReadChoice(ref this BodyReader reader, IReadOnlyList<string> allowed)
    {
        bool isText = reader.Json.Peek() == JsonKind.Text;
        int start = reader.Json.Position;
        if (isText)
        {
            string word = reader.Json.Decode(reader.Json.ReadText());
            if (allowed.Contains(word, StringComparer.Ordinal))
            {
                return word;
            }
        }
        else
        {
            reader.SkipValue();
        }

        var quoted = allowed.Select(word => $"'{word}'").ToArray();
        string expected = quoted.Length == 1
            ? quoted[0]
            : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
        reader.Report(
            "literal_error",
            "Input should be " + expected,
            reader.SliceFrom(start),
            new JsonObject { ["expected"] = expected });
        return null;
    }

    /// <summary>Whether a number is within bounds; reports it when it is not.</summary>
    public static bool IsWithin(ref this BodyReader reader, double value, Bounds bounds, int start)
    {
        if (bounds.FindViolation(value) is not { } violation)
        {
            return true;
        }

        reader.Report(
            violation.Type,
            violation.Message,
            reader.SliceFrom(start),
            new JsonObject { [violation.Key] = bounds.IsInteger ? (long)violation.Bound : violation.Bound });
        return false;
    }
}
