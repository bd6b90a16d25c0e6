using System.Text;
using Tollama.Core.Errors;

namespace Tollama.Core.Tables.Csv;

/// <summary>
/// Splits CSV text into rows of fields (RFC 4180). A quote inside an unquoted field is a character like any other, and
/// an unclosed quote ends with the text: what people's files hold, not what the standard allows.
/// </summary>
public static class CsvText
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true);

    /// <summary>Decodes a file.</summary>
    /// <exception cref="TollamaException">InvalidRequest: it is not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                "The CSV file is not UTF-8 text; save it with UTF-8 encoding and send it again.",
                fault);
        }
    }

    /// <summary>A field as it is written: in quotes where it holds a comma, a quote or a line's end.</summary>
    public static string Quote(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;

    /// <summary>The rows; blank lines are passed over.</summary>
    /// <param name="text">The file, or a part of it.</param>
    /// <param name="delimiter">Character between fields.</param>
    public static IEnumerable<CsvRecord> Rows(string text, char delimiter)
    {
        var fields = new List<string>();
        int position = 0;
        int line = 1;
        int counted = 0;
        while (position < text.Length)
        {
            if (BlankLine(text, position, delimiter) is { } next)
            {
                position = next;
                continue;
            }

            line += LineBreaks(text.AsSpan(counted, position - counted));
            counted = position;
            fields.Clear();
            bool isMore = true;
            while (isMore)
            {
                fields.Add(ReadField(text, delimiter, ref position));
                isMore = position < text.Length && text[position] == delimiter;
                position += isMore ? 1 : 0;
            }

            yield return new CsvRecord(line, [.. fields]);
        }
    }

    /// <summary>
    /// Where the text goes on after a line of nothing but white space; null when the line holds something.
    /// </summary>
    private static int? BlankLine(string text, int position, char delimiter)
    {
        while (position < text.Length && text[position] is ' ' or '\t' && text[position] != delimiter)
        {
            position++;
        }

        if (position == text.Length)
        {
            return position;
        }

        return text[position] is '\r' or '\n' ? position + 1 : null;
    }

    /// <summary>Line ends in a part of the text; <c>\r\n</c> is one.</summary>
    private static int LineBreaks(ReadOnlySpan<char> part)
    {
        int count = part.Count('\n');
        for (int i = 0; i < part.Length; i++)
        {
            count += part[i] == '\r' && (i + 1 == part.Length || part[i + 1] != '\n') ? 1 : 0;
        }

        return count;
    }

    /// <summary>Reads one field; leaves the position at the delimiter, the line's end or the text's end.</summary>
    private static string ReadField(string text, char delimiter, ref int position)
    {
        if (position < text.Length && text[position] == '"')
        {
            return ReadQuoted(text, delimiter, ref position);
        }

        int start = position;
        int length = text.AsSpan(start).IndexOfAny(delimiter, '\r', '\n');
        position = length < 0 ? text.Length : start + length;
        return text[start..position];
    }

    private static string ReadQuoted(string text, char delimiter, ref int position)
    {
        var field = new StringBuilder();
        position++;
        while (position < text.Length)
        {
            int quote = text.IndexOf('"', position);
            if (quote < 0)
            {
                field.Append(text, position, text.Length - position);
                position = text.Length;
                break;
            }

            field.Append(text, position, quote - position);
            position = quote + 1;
            if (position >= text.Length || text[position] != '"')
            {
                break;
            }

            field.Append('"');
            position++;
        }

        int tail = text.AsSpan(position).IndexOfAny(delimiter, '\r', '\n');
        int end = tail < 0 ? text.Length : position + tail;
        field.Append(text, position, end - position);
        position = end;
        return field.ToString();
    }
}
