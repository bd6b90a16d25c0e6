using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire;

/// <summary>Readers of whole columns: numbers, timestamps, levels. Values go straight into flat arrays.</summary>
internal static class ColumnReaders
{
    /// <summary>A list of numbers; null when it was refused.</summary>
    public static NumberColumn? ReadNumbers(ref this BodyReader reader, int minimum = 1)
    {
        if (reader.Json.Peek() != JsonKind.Array)
        {
            reader.Report("list_type", "Input should be a list of numbers", reader.SkipValue());
            return null;
        }

        int start = reader.Json.Position;
        int firstIssue = reader.IssueCount;
        var column = new NumberColumnBuilder(reader.Scratch);
        reader.Json.Enter();
        int index = 0;
        for (bool isFirst = true; reader.Json.NextItem(ref isFirst); index++)
        {
            ReadNumber(ref reader, ref column, index);
        }

        if (index < minimum)
        {
            ListReaders.ReportLength(ref reader, index, minimum, int.MaxValue, start);
        }

        return reader.IssueCount == firstIssue ? column.Build() : null;
    }

    /// <summary>A list of numbers, or null where <c>null</c> stands. It may be empty.</summary>
    public static NumberColumn? ReadNullableNumbers(ref this BodyReader reader) =>
        reader.TryReadNull() ? null : reader.ReadNumbers(minimum: 0);

    /// <summary>A non-empty list of non-empty texts, kept as slices of the body; null when it was refused.</summary>
    public static TimestampColumn? ReadTimestamps(ref this BodyReader reader)
    {
        if (reader.Json.Peek() != JsonKind.Array)
        {
            reader.Report("list_type", "Input should be a list of texts", reader.SkipValue());
            return null;
        }

        int start = reader.Json.Position;
        int firstIssue = reader.IssueCount;
        int[] offsets = reader.Scratch.Offsets;
        bool hasEscapes = false;
        reader.Json.Enter();
        int index = 0;
        for (bool isFirst = true; reader.Json.NextItem(ref isFirst); index++)
        {
            if (index == offsets.Length)
            {
                offsets = reader.Scratch.GrowOffsets();
            }

            var text = ReadTimestamp(ref reader, index);
            offsets[index] = text.Start;
            hasEscapes |= text.HasEscapes;
        }

        if (index == 0)
        {
            ListReaders.ReportLength(ref reader, 0, 1, int.MaxValue, start);
        }

        if (reader.IssueCount > firstIssue)
        {
            return null;
        }

        var column = new TimestampColumn(reader.Body, offsets.AsSpan(0, index).ToArray());
        return hasEscapes ? Unescape(ref reader, column) : column;
    }

    /// <summary>Reports a value that is neither integer nor float, once per kind.</summary>
    public static void ReportNotANumber(ref BodyReader reader, ReadOnlyMemory<byte> input, bool isInfinite = false)
    {
        reader.ReportAt("int", "int_type", "Input should be an integer", input);
        if (isInfinite)
        {
            reader.ReportAt("float", "finite_number", "Input should be a finite number", input);
            return;
        }

        reader.ReportAt("float", "float_type", "Input should be a number", input);
    }

    private static void ReadNumber(ref BodyReader reader, ref NumberColumnBuilder column, int index)
    {
        if (reader.Json.Peek() == JsonKind.Number)
        {
            int start = reader.Json.Position;
            double value = reader.Json.ReadNumber(out bool isInteger);
            if (double.IsFinite(value))
            {
                column.Add(value, isInteger);
                return;
            }

            reader.Push(index);
            ReportNotANumber(ref reader, reader.SliceFrom(start), isInfinite: true);
            reader.Pop();
            return;
        }

        reader.Push(index);
        ReportNotANumber(ref reader, reader.SkipValue());
        reader.Pop();
    }

    private static JsonText ReadTimestamp(ref BodyReader reader, int index)
    {
        if (reader.Json.Peek() != JsonKind.Text)
        {
            reader.ReportAt(index, "string_type", "Input should be a text", reader.SkipValue());
            return default;
        }

        int start = reader.Json.Position;
        var text = reader.Json.ReadText();
        if (text.Length == 0)
        {
            reader.Push(LocationPart.FromIndex(index));
            ScalarReaders.ReportShortText(ref reader, start, 1);
            reader.Pop();
        }

        return text;
    }

    // Rare: nobody needs an escape in a timestamp. The texts then live in bytes of their own.
    private static TimestampColumn Unescape(ref BodyReader reader, TimestampColumn escaped)
    {
        var texts = new string[escaped.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            var cursor = new JsonCursor(reader.Json.Text[(escaped.Offset(i) - 1)..]);
            texts[i] = cursor.Decode(cursor.ReadText());
        }

        return TimestampColumn.FromStrings(texts);
    }
}
